#!/usr/bin/env python3
"""Writes tests/engine/activation_golden.hpp: values and derivatives of the activations, and errors
of the outputs that are taken together with their activation, computed with mpmath at 60 digits.

    python3 tests/oracle/activation_golden.py > tests/engine/activation_golden.hpp
"""
from mpmath import mp, mpf

mp.dps = 60

LEAK = mpf(0.01)  # the double nearest to 0.01, as in the program


def sigmoid(z):
    return 1 / (1 + mp.exp(-z))


def normal_below(z):
    return mp.erfc(-z / mp.sqrt(2)) / 2


def normal_density(z):
    return mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)


ACTIVATIONS = [
    # enumerator, value, derivative
    ("Linear", lambda z: z, lambda z: mpf(1)),
    ("Sigmoid", sigmoid, lambda z: sigmoid(z) * sigmoid(-z)),
    ("Tanh", mp.tanh, lambda z: mp.sech(z) ** 2),
    ("Relu", lambda z: max(z, mpf(0)), lambda z: mpf(1 if z > 0 else 0)),
    ("LeakyRelu", lambda z: z if z > 0 else LEAK * z, lambda z: mpf(1) if z > 0 else LEAK),
    ("Elu", lambda z: z if z > 0 else mp.expm1(z), lambda z: mpf(1) if z > 0 else mp.exp(z)),
    ("Gelu", lambda z: z * normal_below(z), lambda z: normal_below(z) + z * normal_density(z)),
    ("Swish", lambda z: z * sigmoid(z),
     lambda z: sigmoid(z) * (1 + z * sigmoid(-z))),
    ("Softplus", lambda z: mp.log1p(mp.exp(z)), sigmoid),
]

POINTS = (-800.0, -40.0, -9.5, -5.0, -2.25, -1.0, -0.5, -0.0625, -1e-6, -1e-12, 0.0, 1e-12, 1e-6,
          0.0625, 0.5, 1.0, 1.2784645427610738, 2.25, 5.0, 9.5, 40.0, 800.0)

BINARY_Z = (-800.0, -40.0, -3.0, -0.5, 0.0, 0.5, 3.0, 40.0, 800.0)
BINARY_Y = (0.0, 1.0, 0.25, 0.99)

CLASS_Z = ((800.0, -800.0, 0.0), (0.0, 0.0, 0.0), (1.0, 2.0, 3.0), (40.0, 0.0, -40.0),
           (-800.0, -800.0, -799.0), (1e6, 1e6, -1e6))
CLASS_Y = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (0.25, 0.25, 0.5), (1.0, 2.0, 0.5))


def hexadecimal(value):
    """The nearest double; what is below the least one becomes 0."""
    return float(value).hex().replace("0x0.0p+0", "0.0")


def binary_cross_entropy(z, y):
    return y * mp.log1p(mp.exp(-z)) + (1 - y) * mp.log1p(mp.exp(z))


def cross_entropy(zs, ys):
    log_sum = max(zs) + mp.log(mp.fsum(mp.exp(z - max(zs)) for z in zs))
    return mp.fsum(y * (log_sum - z) for z, y in zip(zs, ys))


def main():
    print("#pragma once\n\n// Written by tests/oracle/activation_golden.py; do not edit.\n"
          "// clang-format off\n\n#include \"engine/network/activation.hpp\"\n\n"
          "namespace backprop::golden {\n")
    print("struct ActivationPoint {\n    Activation activation;\n    double z, value, derivative;\n};\n")
    print("inline constexpr ActivationPoint k_activation_points[] = {")
    for name, value, derivative in ACTIVATIONS:
        for z in POINTS:
            print(f"    {{Activation::{name}, {hexadecimal(z)}, {hexadecimal(value(mpf(z)))}, "
                  f"{hexadecimal(derivative(mpf(z)))}}},")
    print("};\n\nstruct BinaryPoint {\n    double z, target, error, delta;\n};\n")
    print("inline constexpr BinaryPoint k_binary_points[] = {")
    for z in BINARY_Z:
        for y in BINARY_Y:
            print(f"    {{{hexadecimal(z)}, {hexadecimal(y)}, "
                  f"{hexadecimal(binary_cross_entropy(mpf(z), mpf(y)))}, "
                  f"{hexadecimal(sigmoid(mpf(z)) - mpf(y))}}},")
    print("};\n\nstruct ClassPoint {\n    double z[3], target[3], error, delta[3];\n};\n")
    print("inline constexpr ClassPoint k_class_points[] = {")
    for zs in CLASS_Z:
        for ys in CLASS_Y:
            z = [mpf(v) for v in zs]
            y = [mpf(v) for v in ys]
            exps = [mp.exp(v - max(z)) for v in z]
            delta = [e / mp.fsum(exps) * mp.fsum(y) - t for e, t in zip(exps, y)]
            triples = [", ".join(hexadecimal(v) for v in row) for row in (zs, ys, delta)]
            print(f"    {{{{{triples[0]}}}, {{{triples[1]}}}, {hexadecimal(cross_entropy(z, y))}, "
                  f"{{{triples[2]}}}}},")
    print("};\n\n} // namespace backprop::golden")


if __name__ == "__main__":
    main()
