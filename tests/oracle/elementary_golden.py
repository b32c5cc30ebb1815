#!/usr/bin/env python3
"""Writes tests/engine/elementary_golden.hpp: arguments and correctly rounded results of the
elementary functions, computed with mpmath at 80 digits, as bit patterns.

    python3 tests/oracle/elementary_golden.py > tests/engine/elementary_golden.hpp
"""
import random
import struct

from mpmath import mp, mpf

mp.dps = 80


def double_bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def float_bits(x):
    return struct.unpack("<I", struct.pack("<f", x))[0]


def to_float(x):
    """The nearest float to a Python float (used for arguments only)."""
    return struct.unpack("<f", struct.pack("<f", x))[0]


def round_bits(value, mantissa_bits, least_exponent, bias):
    """Bit pattern of the nearest (ties to even) binary float; gradual underflow, overflow to inf."""
    sign = 1 if value < 0 else 0
    value = abs(value)
    total = 32 if mantissa_bits == 23 else 64
    if value == 0:
        return sign << (total - 1)
    _, exponent = mp.frexp(value)
    exponent = max(exponent - 1, least_exponent)
    scaled = mp.ldexp(value, mantissa_bits - exponent)
    whole = int(mp.floor(scaled))
    rest = scaled - whole
    if rest > mpf(1) / 2 or (rest == mpf(1) / 2 and whole & 1):
        whole += 1
    # A carry into the next binade is the right bit pattern too.
    hidden = 1 << mantissa_bits
    if whole < hidden:
        pattern = whole
    else:
        pattern = ((exponent + bias) << mantissa_bits) + (whole - hidden)
    infinity = (2 * bias + 1) << mantissa_bits
    return (sign << (total - 1)) | min(pattern, infinity)


def double_result(value):
    return round_bits(value, 52, -1022, 1023)


def float_result(value):
    return round_bits(value, 23, -126, 127)


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def softplus(x):
    return mp.log1p(mp.exp(x))


def arguments(draw, low, high, count, special):
    """`count` arguments: the special ones, then uniform ones and ones of random magnitude."""
    chosen = [x for x in special if low <= x <= high]
    while len(chosen) < count:
        if len(chosen) % 2:
            chosen.append(draw.uniform(low, high))
        else:
            end = high if low >= 0 or draw.random() < 0.5 else low
            chosen.append(end * 2.0 ** draw.uniform(-30, 0))
    return chosen[:count]


TABLES = [
    # name, function, double range, float range, count, special arguments
    ("exp", mp.exp, (-745, 709.7), (-103, 88.7), 200,
     (0.0, 1.0, -1.0, 0.34657, -0.34657, 709.7, -708.4, -740.0, -745.0, 88.7, -87.4, -100.0, -103.0)),
    ("tanh", mp.tanh, (-20, 20), (-10, 10), 200,
     (0.0, 1.0, -1.0, 0.5, -0.5, 0.693, 0.694, -0.72, 2.0, 19.0, 19.1, -20.0, 9.0, 9.1, -10.0,
      1e-5, -1e-10, 1e-30)),
    ("sigmoid", sigmoid, (-745, 40), (-103, 20), 200,
     (0.0, 1.0, -1.0, 0.5, -0.5, 37.0, 40.0, -708.4, -740.0, -745.0, 17.0, -87.4, -100.0, -103.0)),
    ("log", mp.log, (0.0, 1e300), None, 200,
     (1.0, 0.5, 2.0, 0.7071, 0.7072, 1.4142, 1.4143, 1e-310, 5e-324, 1e300, 0.999999, 1.000001)),
    ("sin", mp.sin, (-1e5, 1e5), None, 200,
     (1.0, 0.785398, 0.785399, 1.570796, 3.14159265358979, 6.28318530717959, 22.0, 355.0, 1e5, -1e5,
      99999.5)),
    ("cos", mp.cos, (-1e5, 1e5), None, 200,
     (0.0, 1.0, 0.785398, 0.785399, 1.5707963267948966, 11.0, 355.0, 1e5, -1e5, 99999.5)),
    ("erf", mp.erf, (-6, 6), None, 200,
     (0.0, 1.0, -1.0, 0.8749, 0.8751, -0.9, 2.0, -3.0, 5.8, 5.9, 6.0, -1e-5, 1e-30)),
    ("exp_minus_one", mp.expm1, (-45, 0), (-20, 0), 200,
     (-0.0, -0.34, -0.35, -0.6931, -1.0, -1.04, -30.0, -37.4, -37.5, -40.0, -1e-5, -1e-30)),
    ("log_of_one_plus", mp.log1p, (0, 1), (0, 1), 200,
     (0.0, 0.4142, 0.4143, 0.5, 1.0, 1e-5, 1e-30, 1e-310)),
    ("softplus", softplus, (-745, 800), (-103, 800), 200,
     (0.0, 1.0, -1.0, 0.88, 0.89, -30.0, 36.0, 37.0, -708.4, -740.0, 800.0, 1e-30)),
]


def rows(name, kind, entries, digits, per_line):
    print(f"inline constexpr Golden<{kind}> k_{name}_{kind}[] = {{")
    cells = [f"{{0x{x:0{digits}x}, 0x{y:0{digits}x}}}" for x, y in entries]
    for i in range(0, len(cells), per_line):
        print("    " + ", ".join(cells[i:i + per_line]) + ",")
    print("};\n")


def main():
    draw = random.Random(20240607)
    print("#pragma once\n\n// Written by tests/oracle/elementary_golden.py; do not edit.\n"
          "// clang-format off\n\n#include \"engine/numerics/vector.hpp\"\n\nnamespace backprop::golden {\n\n"
          "/// An argument and the correctly rounded result, as bit patterns.\n"
          "template <class Real> struct Golden {\n    UnsignedOf<Real> argument, result;\n};\n")
    for name, function, double_range, float_range, count, special in TABLES:
        entries = []
        for x in arguments(draw, *double_range, count, special):
            if name == "log" and x == 0:
                continue
            entries.append((double_bits(x), double_result(function(mpf(x)))))
        rows(name, "double", entries, 16, 2)
        if float_range:
            entries = []
            for x in arguments(draw, *float_range, count, special):
                x = to_float(x)
                entries.append((float_bits(x), float_result(function(mpf(x)))))
            rows(name, "float", entries, 8, 4)
    print("} // namespace backprop::golden")


if __name__ == "__main__":
    main()
