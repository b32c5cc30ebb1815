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
  [=[const bool joint = loss.error == ErrorKind::BinaryCrossEntropy;]=]
  [=[const bool joint = false;]=])
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
  [=[store<V>(delta + at, splat<V>(scale) * slope *]=]
  [=[store<V>(delta + at, slope *]=])
mistake(output_without_its_slope
  [=[UnitActivation<Kind>::template derivative<V>(o, o));]=]
  [=[splat<V>(1));]=])
mistake(output_without_its_slope_after_the_loop
  [=[if (!fused) multiply_by_derivative(out,]=]
  [=[if (false) multiply_by_derivative(out,]=])
mistake(padding_counts_as_examples
  [=[row[column] = Real(0);]=]
  [=[row[column] += Real(0);]=])

# --- from layer to layer
mistake(backward_with_transposed_weights
  [=[splat<V>(weights[std::int64_t{to} * layer.inputs + i])]=]
  [=[splat<V>(weights[std::int64_t{i} * layer.inputs + to])]=])
mistake(backward_with_the_next_weight
  [=[splat<V>(weights[std::int64_t{to} * layer.inputs + i])]=]
  [=[splat<V>(weights[std::int64_t{to} * layer.inputs + i + 1])]=])
mistake(backward_with_wrong_sign
  [=[sum[i][v] += w * d[v];]=]
  [=[sum[i][v] -= w * d[v];]=])
mistake(backward_of_the_last_unit_only
  [=[sum[i][v] += w * d[v];]=]
  [=[sum[i][v] = w * d[v];]=])
mistake(backward_without_the_last_unit
  [=[for (std::int32_t to = 0; to < layer.units; ++to) {]=]
  [=[for (std::int32_t to = 0; to + 1 < layer.units; ++to) {]=])
mistake(backward_without_the_first_unit
  [=[for (std::int32_t to = 0; to < layer.units; ++to) {]=]
  [=[for (std::int32_t to = 1; to < layer.units; ++to) {]=])
mistake(backward_without_slope
  [=[store<V>(delta_in + at, sum[i][v] * UnitActivation<Kind>::template derivative<V>(a, a));]=]
  [=[store<V>(delta_in + at, sum[i][v] + (a - a));]=])
mistake(backward_without_slope_after_the_tiles
  [=[if (!fused) multiply_by_derivative(in,]=]
  [=[if (false) multiply_by_derivative(in,]=])
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
  [=[sum[u][i] += d * a[i];]=]
  [=[sum[u][i] -= d * a[i];]=])
mistake(weight_gradient_of_the_last_examples_only
  [=[sum[u][i] += d * a[i];]=]
  [=[sum[u][i] = d * a[i];]=])
mistake(weight_gradient_without_input
  [=[sum[u][i] += d * a[i];]=]
  [=[sum[u][i] += d;]=])
mistake(weight_gradient_of_the_first_unit_for_all
  [=[const V d = load<V>(delta + std::int64_t{u} * stride + column);]=]
  [=[const V d = load<V>(delta + column);]=])
mistake(weight_gradient_of_the_first_input_for_all
  [=[a[i] = load<V>(in + std::int64_t{i} * stride + column);]=]
  [=[a[i] = load<V>(in + column);]=])
mistake(weight_gradient_of_the_first_unit_of_a_tile_for_all
  [=[halves[i] = half_sums<Real>(sums[u][i]);]=]
  [=[halves[i] = half_sums<Real>(sums[0][i]);]=])
mistake(weight_gradient_one_place_further
  [=[add_totals<Real, Inputs>(halves, gradients + std::int64_t{u} * inputs);]=]
  [=[add_totals<Real, Inputs>(halves, gradients + std::int64_t{u} * inputs + 1);]=])
mistake(weight_gradient_of_the_last_block_only
  [=[store<V>(to + done, load<V>(to + done) + totals(sums + done));]=]
  [=[store<V>(to + done, totals(sums + done));]=])
mistake(weight_gradient_doubled
  [=[store<V>(to + done, load<V>(to + done) + totals(sums + done));]=]
  [=[store<V>(to + done, load<V>(to + done) + totals(sums + done) * Real(2));]=])
mistake(weight_gradient_of_the_rest_with_wrong_sign
  [=[to[i] += sum[i - done];]=]
  [=[to[i] -= sum[i - done];]=])
mistake(weight_gradient_without_the_rest_of_the_columns
  [=[for (std::int32_t column = part * k_lanes<Real>; column < columns;
             column += k_sum_lanes<Real>) {]=]
  [=[for (std::int32_t column = part * k_lanes<Real>; column + k_lanes<Real> < columns;
             column += k_sum_lanes<Real>) {]=])
mistake(sum_without_half_of_its_parts
  [=[return halves[0] + halves[1];]=]
  [=[return halves[0];]=])
mistake(bias_gradient_with_wrong_sign
  [=[gradients[std::int64_t{u} * step] += sum[u];]=]
  [=[gradients[std::int64_t{u} * step] -= sum[u];]=])
mistake(bias_gradient_is_a_mean
  [=[gradients[std::int64_t{u} * step] += sum[u];]=]
  [=[gradients[std::int64_t{u} * step] += sum[u] / Real(columns);]=])
mistake(shared_bias_of_the_last_unit
  [=[gradients[std::int64_t{u} * step] += sum[u];]=]
  [=[gradients[std::int64_t{u} * step] = sum[u];]=])
mistake(shared_bias_as_one_a_unit
  [=[gradients[std::int64_t{u} * step] += sum[u];]=]
  [=[gradients[u] += sum[u];]=])
mistake(bias_gradient_of_the_first_unit_for_all
  [=[sums[u][part] += load<V>(delta + std::int64_t{u} * stride + column);]=]
  [=[sums[u][part] += load<V>(delta + column);]=])
mistake(bias_gradient_of_the_last_examples_only
  [=[sums[u][part] += load<V>(delta + std::int64_t{u} * stride + column);]=]
  [=[sums[u][part] = load<V>(delta + std::int64_t{u} * stride + column);]=])
