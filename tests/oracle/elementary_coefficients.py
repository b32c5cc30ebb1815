#!/usr/bin/env python3
"""Computes the coefficients of engine/numerics/elementary.hpp (needs mpmath).

Every coefficient there comes from this file: a minimax fit (Remez exchange, 60 digits) of the
relative error of the function named, on the interval that argument reduction leaves. The fit is
repeated after the leading coefficients have been rounded to the target precision, so that the
later ones absorb that rounding. Run it to print the coefficients as hexadecimal literals with the
error of each fit.
"""
import struct

from mpmath import mp, mpf

mp.dps = 60


def round_to(value, bits):
    """Nearest binary floating-point number with `bits` significant bits."""
    value = mpf(value)
    if value == 0:
        return value
    mantissa, exponent = mp.frexp(value)
    scaled = mp.nint(mp.ldexp(mantissa, bits))
    return mp.ldexp(scaled, exponent - bits)


def chebyshev_nodes(low, high, count):
    middle, half = (low + high) / 2, (high - low) / 2
    return [middle + half * mp.cos(mp.pi * (2 * i + 1) / (2 * count)) for i in range(count)][::-1]


def extrema(error, low, high, count):
    """Alternating extrema of `error`, found on a grid dense at both ends."""
    grid = chebyshev_nodes(low, high, 60 * count)
    grid = [low] + grid + [high]
    values = [error(x) for x in grid]
    groups = []
    for x, value in zip(grid, values):
        if groups and (value > 0) == (groups[-1][1] > 0):
            if abs(value) > abs(groups[-1][1]):
                groups[-1] = (x, value)
        else:
            groups.append((x, value))
    while len(groups) > count:  # drop the smaller end
        groups.pop(0 if abs(groups[0][1]) < abs(groups[-1][1]) else -1)
    return groups


def minimax(target, weight, low, high, degree, fixed_numerator=(), denominator=0,
            fixed_denominator=(), bits=None):
    """Numerator and denominator coefficients (lowest power first) of the rational function
    closest to `target`, error times `weight`. The first coefficients can be given
    (`fixed_denominator` starts with the normalisation, usually 1)."""
    low, high = mpf(low), mpf(high)
    if not fixed_denominator:
        fixed_denominator = (mpf(1),)
    fixed_p, fixed_q = [mpf(c) for c in fixed_numerator], [mpf(c) for c in fixed_denominator]
    free_p = list(range(len(fixed_p), degree + 1))
    free_q = list(range(len(fixed_q), denominator + 1))
    count = len(free_p) + len(free_q) + 1
    points = chebyshev_nodes(low, high, count)
    level = mpf(0)
    for _ in range(40):
        for _ in range(12 if free_q else 1):  # the level multiplies Q: iterate
            rows, right = [], []
            for i, x in enumerate(points):
                f, w, sign = target(x), weight(x), (-1) ** i
                goal = f + sign * level / w
                row = [x ** k for k in free_p] + [-goal * x ** k for k in free_q]
                q_fixed = sum(c * x ** k for k, c in enumerate(fixed_q))
                row.append(-sign * q_fixed / w)
                rows.append(row)
                right.append(f * q_fixed - sum(c * x ** k for k, c in enumerate(fixed_p)))
            solution = mp.lu_solve(mp.matrix(rows), mp.matrix(right))
            new_level = solution[count - 1]
            done = abs(new_level - level) <= abs(new_level) * mpf(10) ** -12
            level = new_level
            if done:
                break
        p = fixed_p + [solution[i] for i in range(len(free_p))]
        q = fixed_q + [solution[len(free_p) + i] for i in range(len(free_q))]

        def error(x):
            top = sum(c * x ** k for k, c in enumerate(p))
            bottom = sum(c * x ** k for k, c in enumerate(q))
            return (top / bottom - target(x)) * weight(x)

        groups = extrema(error, low, high, count)
        if len(groups) < count:
            raise ValueError("the error does not alternate often enough")
        worst = max(abs(v) for _, v in groups)
        points = [x for x, _ in groups]
        if worst <= abs(level) * mpf("1.001"):
            break
    return p, q, worst


def rounded_minimax(target, weight, low, high, degree, bits, **options):
    """Like minimax, for polynomials: rounds one coefficient at a time, lowest first."""
    fixed = [mpf(c) for c in options.pop("fixed_numerator", ())]
    worst = None
    while len(fixed) <= degree:
        p, _, worst = minimax(target, weight, low, high, degree, fixed_numerator=fixed)
        fixed.append(round_to(p[len(fixed)], bits))
    return fixed, worst


def literal(value, bits):
    number = float(value)
    text = number.hex()
    if bits == 24:
        mantissa = struct.unpack("<f", struct.pack("<f", number))[0]
        assert mantissa == number
    return text + ("F" if bits == 24 else "")


def show(title, coefficients, bits, worst=None):
    note = "" if worst is None else f"  (fit error 2^{float(mp.log(worst, 2)):.1f})"
    print(f"{title}{note}")
    for c in coefficients:
        print(f"    {literal(round_to(c, bits), bits)}, // {mp.nstr(c, 12)}")


def even_part(function, first, second):
    """x -> function of u = x*x with its limit near zero taken from its series."""
    return lambda u: function(mp.sqrt(u)) if u > mpf(10) ** -24 else first + second * u


def split(value, *widths):
    """Head parts of the given widths in bits, and the remainder."""
    parts = []
    for bits in widths:
        head = round_to(value, bits)
        parts.append(head)
        value -= head
    return parts


def main():
    ln2 = mp.log(2)
    for name, bits in (("double", 53), ("float", 24)):
        print(f"==== {name}")
        # exp(r) = 1 + r + r^2 q(r), |r| <= ln2/2
        half = ln2 / 2 * mpf("1.0001")
        for degree in ((9, 8) if bits == 53 else (4, 3)):
            target = lambda r: (mp.expm1(r) - r) / r ** 2 if abs(r) > mpf(10) ** -12 else mpf(1) / 2 + r / 6
            weight = lambda r: r ** 2 / mp.exp(r) if abs(r) > mpf(10) ** -12 else mpf(10) ** -24
            for label, w in (("exp", weight), ("expm1", lambda r: abs(r) / 1 if abs(r) > mpf(10) ** -12 else mpf(10) ** -12)):
                try:
                    p, worst = rounded_minimax(target, w, -half, half, degree, bits)
                    show(f"{label} q degree {degree}", p, bits, worst)
                except (ValueError, ZeroDivisionError) as problem:
                    print(label, degree, problem)
        # tanh(h) = h P(u) / Q(u), u = h^2, |h| <= ln2/4
        top = (ln2 / 4 * mpf("1.0001")) ** 2
        ratio = even_part(lambda h: mp.tanh(h) / h, mpf(1), -mpf(1) / 3)
        for np_, nq in (((2, 2), (1, 2), (2, 1)) if bits == 53 else ((1, 1), (0, 1), (0, 2), (1, 2))):
            p, q, worst = minimax(ratio, lambda u: 1 / ratio(u), 0, top, np_, fixed_numerator=(1,), denominator=nq)
            show(f"tanh P {np_}/{nq}", p, bits, worst)
            show(f"tanh Q {np_}/{nq}", q, bits)
    print("==== constants")
    show("ln2 double", split(ln2, 40, 53), 53)
    show("ln2 float", split(ln2, 15, 24), 24)
    show("ln2/2 double", split(ln2 / 2, 40, 53), 53)
    show("log2(e) double", [1 / ln2], 53)
    show("log2(e) float", [1 / ln2], 24)
    show("pi/2", split(mp.pi / 2, 33, 33, 53), 53)
    show("2/pi", [2 / mp.pi], 53)
    # log(1+f) = 2 atanh(s), s = f/(2+f); 2 atanh(s)/s - 2 = u R(u), u = s^2
    top = ((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1)) ** 2 * mpf("1.0001")
    series = lambda u: mpf(2) / 3 + 2 * u / 5
    target = lambda u: (2 * mp.atanh(mp.sqrt(u)) / mp.sqrt(u) - 2) / u if u > mpf(10) ** -18 else series(u)
    p, worst = rounded_minimax(target, lambda u: u + mpf(10) ** -9, 0, top, 6, 53)
    show("log R", p, 53, worst)
    top = (mp.pi / 4 * mpf("1.0001")) ** 2
    target = lambda u: (mp.sin(mp.sqrt(u)) / mp.sqrt(u) - 1) / u if u > mpf(10) ** -18 else -mpf(1) / 6 + u / 120
    p, worst = rounded_minimax(target, lambda u: u + mpf(10) ** -9, 0, top, 5, 53)
    show("sin S", p, 53, worst)
    target = lambda u: (mp.cos(mp.sqrt(u)) - 1 + u / 2) / u ** 2 if u > mpf(10) ** -12 else mpf(1) / 24 - u / 720
    p, worst = rounded_minimax(target, lambda u: u ** 2 + mpf(10) ** -9, 0, top, 5, 53)
    show("cos C", p, 53, worst)


if __name__ == "__main__":
    main()
