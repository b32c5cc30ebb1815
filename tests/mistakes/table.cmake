# The planted mistakes: name, the exact text of engine/network/kernels_*.hpp that is replaced (it must
# occur there once), and what it becomes. The gradient check has to catch every one of them.

# --- derivatives of the activations
mistake(linear_slope_is_2
  [=[V derivative(V, V) {
        return splat<V>(1);]=]
  [=[V derivative(V, V) {
        return splat<V>(2);]=])
mistake(sigmoid_slope_without_a
  [=[return a * (splat<V>(1) - a);]=]
  [=[return splat<V>(1) - a;]=])
mistake(sigmoid_slope_with_wrong_sign
  [=[return a * (splat<V>(1) - a);]=]
  [=[return a * (splat<V>(1) + a);]=])
mistake(tanh_slope_without_square
  [=[return splat<V>(1) - a * a;]=]
  [=[return splat<V>(1) - a;]=])
mistake(tanh_slope_halved
  [=[return splat<V>(1) - a * a;]=]
  [=[return (splat<V>(1) - a * a) * 0.5;]=])
mistake(relu_slope_on_both_sides
  [=[return select<V>(less<V>(splat<V>(0), a), splat<V>(1), splat<V>(0));]=]
  [=[return splat<V>(1);]=])
mistake(relu_slope_is_the_activation
  [=[return select<V>(less<V>(splat<V>(0), a), splat<V>(1), splat<V>(0));]=]
  [=[return a;]=])
mistake(leaky_relu_does_not_leak
  [=[return select<V>(less<V>(splat<V>(0), a), splat<V>(1),
                         splat<V>(ScalarOf<V>(k_leaky_slope)));]=]
  [=[return select<V>(less<V>(splat<V>(0), a), splat<V>(1), splat<V>(0));]=])
mistake(leaky_relu_sides_exchanged
  [=[return select<V>(less<V>(splat<V>(0), a), splat<V>(1),
                         splat<V>(ScalarOf<V>(k_leaky_slope)));]=]
  [=[return select<V>(less<V>(a, splat<V>(0)), splat<V>(1),
                         splat<V>(ScalarOf<V>(k_leaky_slope)));]=])
mistake(elu_slope_without_1
  [=[return select<V>(less<V>(splat<V>(0), a), splat<V>(1), a + splat<V>(1));]=]
  [=[return select<V>(less<V>(splat<V>(0), a), splat<V>(1), a);]=])
mistake(elu_slope_of_the_left_everywhere
  [=[return select<V>(less<V>(splat<V>(0), a), splat<V>(1), a + splat<V>(1));]=]
  [=[return a + splat<V>(1);]=])
mistake(gelu_slope_without_density
  [=[return normal_below(z) + z * normal_density(z);]=]
  [=[return normal_below(z);]=])
mistake(gelu_slope_without_factor_z
  [=[return normal_below(z) + z * normal_density(z);]=]
  [=[return normal_below(z) + normal_density(z);]=])
mistake(gelu_density_without_half
  [=[math::exp(z * z * ScalarOf<V>(-0.5))]=]
  [=[math::exp(z * z * ScalarOf<V>(-1.0))]=])
mistake(swish_slope_without_z
  [=[return s * (splat<V>(1) + z * (splat<V>(1) - s));]=]
  [=[return s * (splat<V>(1) + (splat<V>(1) - s));]=])
mistake(swish_slope_of_sigmoid_alone
  [=[return s * (splat<V>(1) + z * (splat<V>(1) - s));]=]
  [=[return s * (splat<V>(1) - s);]=])
mistake(softplus_slope_is_its_complement
  [=[return -math::exp_minus_one(-a);]=]
  [=[return math::exp(-a);]=])
mistake(softplus_slope_with_wrong_sign
  [=[return -math::exp_minus_one(-a);]=]
  [=[return math::exp_minus_one(-a);]=])

# --- slopes of the errors
mistake(half_squared_without_half
  [=[struct ErrorSlope<ErrorKind::HalfSquared> {
    template <class V>
    BACKPROP_INLINE V value(V o, V y, V) {
        return o - y;]=]
  [=[struct ErrorSlope<ErrorKind::HalfSquared> {
    template <class V>
    BACKPROP_INLINE V value(V o, V y, V) {
        return splat<V>(2) * (o - y);]=])
mistake(squared_without_2
  [=[return splat<V>(2) * (o - y);]=]
  [=[return o - y;]=])
mistake(squared_uphill
  [=[return splat<V>(2) * (o - y);]=]
  [=[return splat<V>(2) * (y - o);]=])
mistake(absolute_without_sign
  [=[return select<V>(less<V>(splat<V>(0), d), splat<V>(1), not_above);]=]
  [=[return d + (not_above - not_above);]=])
mistake(absolute_never_negative
  [=[select<V>(less<V>(d, splat<V>(0)), splat<V>(-1), d);]=]
  [=[select<V>(less<V>(d, splat<V>(0)), splat<V>(1), d);]=])
mistake(huber_not_cut
  [=[return at_most<V>(at_least<V>(o - y, -limit), limit);]=]
  [=[return (o - y) + (limit - limit);]=])
mistake(huber_cut_on_one_side
  [=[return at_most<V>(at_least<V>(o - y, -limit), limit);]=]
  [=[return at_most<V>(o - y, limit);]=])
mistake(huber_limit_is_1
  [=[return at_most<V>(at_least<V>(o - y, -limit), limit);]=]
  [=[return at_most<V>(at_least<V>(o - y, splat<V>(-1)), (limit - limit) + splat<V>(1));]=])
mistake(hinge_without_margin
  [=[return select<V>(less<V>(margin, splat<V>(1)), -y, not_below);]=]
  [=[return -y + (not_below - not_below);]=])
mistake(hinge_pushes_away
  [=[return select<V>(less<V>(margin, splat<V>(1)), -y, not_below);]=]
  [=[return select<V>(less<V>(margin, splat<V>(1)), y, not_below);]=])
mistake(hinge_margin_is_0
  [=[return select<V>(less<V>(margin, splat<V>(1)), -y, not_below);]=]
  [=[return select<V>(less<V>(margin, splat<V>(0)), -y, not_below);]=])
mistake(binary_cross_entropy_with_the_slope_of_sigmoid
  [=[if (loss.error != ErrorKind::BinaryCrossEntropy)]=]
  [=[]=])
mistake(binary_cross_entropy_turned_round
  [=[struct ErrorSlope<ErrorKind::BinaryCrossEntropy> {
    template <class V>
    BACKPROP_INLINE V value(V o, V y, V) {
        return o - y;]=]
  [=[struct ErrorSlope<ErrorKind::BinaryCrossEntropy> {
    template <class V>
    BACKPROP_INLINE V value(V o, V y, V) {
        return y - o;]=])
mistake(cross_entropy_for_targets_that_sum_to_1
  [=[splat<V>(scale) * (load<V>(out + at) * sum - load<V>(targets + at))]=]
  [=[splat<V>(scale) * (load<V>(out + at) - load<V>(targets + at))]=])
mistake(cross_entropy_without_targets
  [=[splat<V>(scale) * (load<V>(out + at) * sum - load<V>(targets + at))]=]
  [=[splat<V>(scale) * (load<V>(out + at) * sum)]=])
mistake(cross_entropy_without_scale
  [=[splat<V>(scale) * (load<V>(out + at) * sum - load<V>(targets + at))]=]
  [=[(load<V>(out + at) * sum - load<V>(targets + at))]=])
mistake(cross_entropy_forgets_the_first_target
  [=[for (std::int32_t unit = 0; unit < units; ++unit)
            sum += load<V>(targets]=]
  [=[for (std::int32_t unit = 1; unit < units; ++unit)
            sum += load<V>(targets]=])
mistake(error_without_scale
  [=[store<V>(delta + at, splat<V>(scale) * slope);]=]
  [=[store<V>(delta + at, slope);]=])
mistake(output_without_its_slope
  [=[        multiply_by_derivative(out, delta,]=]
  [=[        if (false) multiply_by_derivative(out, delta,]=])

# --- from layer to layer
mistake(backward_with_transposed_weights
  [=[compute(Product<Real>{layer.weights, 1, layer.inputs, &k_zero<Real>,]=]
  [=[compute(Product<Real>{layer.weights, layer.inputs, 1, &k_zero<Real>,]=])
mistake(backward_with_the_next_weight
  [=[compute(Product<Real>{layer.weights, 1, layer.inputs, &k_zero<Real>,]=]
  [=[compute(Product<Real>{layer.weights + 1, 1, layer.inputs, &k_zero<Real>,]=])
mistake(backward_of_the_first_weights_only
  [=[compute(Product<Real>{layer.weights, 1, layer.inputs, &k_zero<Real>,]=]
  [=[compute(Product<Real>{layer.weights, 1, 0, &k_zero<Real>,]=])
mistake(backward_with_the_bias_added
  [=[layer.inputs, &k_zero<Real>, 0, delta, delta_in,]=]
  [=[layer.inputs, layer.biases != nullptr ? layer.biases : &k_zero<Real>, 0, delta, delta_in,]=])
mistake(backward_without_the_last_unit
  [=[layer.inputs, layer.units, columns});]=]
  [=[layer.inputs, layer.units - 1, columns});]=])
mistake(backward_without_the_first_unit
  [=[&k_zero<Real>, 0, delta, delta_in, stride,
                          layer.inputs, layer.units, columns});]=]
  [=[&k_zero<Real>, 0, delta + stride, delta_in, stride,
                          layer.inputs, layer.units - 1, columns});]=])
mistake(backward_without_slope
  [=[    multiply_by_derivative(in, delta_in,]=]
  [=[    if (false) multiply_by_derivative(in, delta_in,]=])
mistake(backward_with_the_slope_twice
  [=[    multiply_by_derivative(in, delta_in,]=]
  [=[    multiply_by_derivative(in, delta_in, layer.inputs, stride, columns);
    multiply_by_derivative(in, delta_in,]=])
mistake(backward_with_the_slope_added
  [=[store<V>(delta + at, load<V>(delta + at) * slope);]=]
  [=[store<V>(delta + at, load<V>(delta + at) + slope);]=])
mistake(backward_without_dropout_mask
  [=[if (in.mask != nullptr) apply_mask(]=]
  [=[if (false) apply_mask(]=])
mistake(backward_with_dropout_mask_twice
  [=[if (in.mask != nullptr) apply_mask(]=]
  [=[if (in.mask != nullptr) apply_mask(delta_in, in.mask, delta_in, layer.inputs, stride, columns);
    if (in.mask != nullptr) apply_mask(]=])

# --- sums over examples
mistake(weight_gradient_with_wrong_sign
  [=[store<V>(to, add ? load<V>(to) + sum[v] : sum[v]);]=]
  [=[store<V>(to, add ? load<V>(to) - sum[v] : -sum[v]);]=])
mistake(weight_gradient_of_the_last_block_only
  [=[store<V>(to, add ? load<V>(to) + sum[v] : sum[v]);]=]
  [=[store<V>(to, sum[v] + (add ? load<V>(to) - load<V>(to) : V{}));]=])
mistake(weight_gradient_doubled
  [=[store<V>(to, add ? load<V>(to) + sum[v] : sum[v]);]=]
  [=[store<V>(to, (add ? load<V>(to) + sum[v] : sum[v]) + sum[v]);]=])
mistake(weight_gradient_of_the_rest_with_wrong_sign
  [=[to[lane] = add ? to[lane] + sum[v][lane] : sum[v][lane];]=]
  [=[to[lane] = add ? to[lane] - sum[v][lane] : -sum[v][lane];]=])
mistake(weight_gradient_of_the_rest_of_the_last_block_only
  [=[to[lane] = add ? to[lane] + sum[v][lane] : sum[v][lane];]=]
  [=[to[lane] = sum[v][lane] + (add ? Real(0) : Real(0));]=])
mistake(weight_gradient_without_the_last_example
  [=[strip, Vectors * k_lanes<Real>,
                                               view.columns, weights, biases);]=]
  [=[strip, Vectors * k_lanes<Real>,
                                               view.columns - 1, weights, biases);]=])
mistake(weight_gradient_of_the_first_example_for_all
  [=[view.stride, 1, strip, Vectors * k_lanes<Real>,]=]
  [=[view.stride, 1, strip, 0,]=])
mistake(weight_gradient_with_the_first_delta_for_all
  [=[view.stride, 1, strip, Vectors * k_lanes<Real>,]=]
  [=[view.stride, 0, strip, Vectors * k_lanes<Real>,]=])
mistake(weight_gradient_of_the_first_unit_of_a_tile_for_all
  [=[put_numbers<Real, Vectors>(weights[u],]=]
  [=[put_numbers<Real, Vectors>(weights[0],]=])
mistake(weight_gradient_of_the_first_unit_for_all
  [=[view.delta + std::int64_t{unit} * view.stride,]=]
  [=[view.delta,]=])
mistake(weight_gradient_of_the_first_inputs_for_all
  [=[turn_strip(view.in + std::int64_t{from} * view.stride,]=]
  [=[turn_strip(view.in,]=])
mistake(weight_gradient_of_inputs_not_turned
  [=[            turn_over(square);]=]
  [=[]=])
mistake(bias_gradient_with_wrong_sign
  [=[? *bias + biases[u][0] : biases[u][0];]=]
  [=[? *bias - biases[u][0] : -biases[u][0];]=])
mistake(bias_gradient_is_a_mean
  [=[? *bias + biases[u][0] : biases[u][0];]=]
  [=[? *bias + biases[u][0] / Real(view.columns) : biases[u][0] / Real(view.columns);]=])
mistake(bias_gradient_of_the_first_unit_of_a_tile_for_all
  [=[? *bias + biases[u][0] : biases[u][0];]=]
  [=[? *bias + biases[0][0] : biases[0][0];]=])
mistake(bias_gradient_of_the_last_block_only
  [=[*bias = add || (bias_step == 0 && unit + u > 0) ?]=]
  [=[*bias = !add && bias_step == 0 && unit + u > 0 ?]=])
mistake(shared_bias_of_the_last_unit
  [=[*bias = add || (bias_step == 0 && unit + u > 0) ?]=]
  [=[*bias = add ?]=])
mistake(shared_bias_of_the_last_block_only
  [=[*bias = add || (bias_step == 0 && unit + u > 0) ?]=]
  [=[*bias = (add && bias_step != 0) || (bias_step == 0 && unit + u > 0) ?]=])
mistake(shared_bias_as_one_a_unit
  [=[Real* bias = view.biases + unit * bias_step;]=]
  [=[Real* bias = view.biases + unit * (bias_step | 1);]=])
mistake(bias_gradient_of_products
  [=[if constexpr (Ones) ones[r] += factor;]=]
  [=[if constexpr (Ones) ones[r] += factor * numbers[0];]=])
mistake(bias_gradient_of_the_last_example
  [=[if constexpr (Ones) ones[r] += factor;]=]
  [=[if constexpr (Ones) ones[r] = factor;]=])
