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


def split(value, bits, last_bits):
    """`value` as head + rest: the head cut (not rounded) to `bits` bits, so that both are positive,
    and the rest rounded to `last_bits`."""
    mantissa, exponent = mp.frexp(value)
    head = mp.ldexp(mp.floor(mp.ldexp(mantissa, bits)), exponent - bits)
    return [head, round_to(value - head, last_bits)]


def tanh_over_h():
    """tanh(h)/h as a function of u = h^2."""
    return even_part(lambda h: mp.tanh(h) / h, mpf(1), -mpf(1) / 3)


def tanh_fraction(title, limit, degree_b, degree_a, bits):
    """tanh(h) = b/a for |h| <= limit: b/h and a as polynomials in u = h^2, both starting with 1."""
    ratio = tanh_over_h()
    top = (limit * mpf("1.0001")) ** 2
    b, a, worst = minimax(ratio, lambda u: 1 / ratio(u), 0, top, degree_b, fixed_numerator=(1,),
                          denominator=degree_a)
    show(f"{title}: b/h", b, bits, worst)
    show(f"{title}: a", a, bits)


def tanh_series(title, limit, degree, bits, end_weight):
    """tanh(h) = h (1 + c1 u + ...) for |h| <= limit. At the ends the error weighs 1 + end_weight
    times as much as at 0: there the other errors of tanh x are larger. Chosen by trial: the
    smallest worst error."""
    ratio = tanh_over_h()
    top = (limit * mpf("1.0001")) ** 2
    coefficients, worst = rounded_minimax(ratio, lambda u: (1 + end_weight * u / top) / ratio(u), 0,
                                          top, degree, bits, fixed_numerator=(1,))
    show(title, coefficients, bits, worst)


def main():
    ln2 = mp.log(2)
    print("==== reduction")
    for bits, head in ((53, 42), (24, 15)):
        show("log2(e), log2(e)/2", [1 / ln2, 1 / ln2 / 2], bits)
        show("ln 2 in two parts (2 ln 2: twice these)", split(ln2, head, bits), bits)
    show("2 log2(e) and ln(2)/2 for tanh in float", [2 / ln2, ln2 / 2], 24)
    show("2/pi", [2 / mp.pi], 53)
    first, rest = split(mp.pi / 2, 33, 200)
    show("pi/2 in three parts", [first] + split(rest, 33, 53), 53)

    # e^r = (a + b) / (a - b) with tanh(r/2) = b/a, |r| <= ln(2)/2. In elementary.hpp's variables
    # (r = 2h, u = r^2) the coefficients of u^k get a factor 4^-k, further powers of two and c.
    print("==== exp and sigmoid")
    tanh_fraction("double", ln2 / 4, 2, 2, 53)
    tanh_fraction("float", ln2 / 4, 1, 1, 24)
    print("==== tanh")
    tanh_fraction("double", ln2, 3, 3, 53)
    tanh_series("float", ln2 / 4, 2, 24, 8)

    print("==== log: 2 atanh(s) = 2 s + s u R(u), u = s^2, s = f/(2+f)")
    top = ((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1)) ** 2 * mpf("1.0001")
    near_zero = mpf(10) ** -9

    def atanh_rest(u):
        if u < mpf(10) ** -18:
            return mpf(2) / 3 + 2 * u / 5
        return (2 * mp.atanh(mp.sqrt(u)) / mp.sqrt(u) - 2) / u

    show("R", *rounded_and_worst(atanh_rest, lambda u: u + near_zero, 0, top, 6))

    print("==== sin(x) = x + x u S(u), cos(x) = 1 - u/2 + u^2 C(u), u = x^2, |x| <= pi/4")
    top = (mp.pi / 4 * mpf("1.0001")) ** 2

    def sine_rest(u):
        if u < mpf(10) ** -18:
            return -mpf(1) / 6 + u / 120
        return (mp.sin(mp.sqrt(u)) / mp.sqrt(u) - 1) / u

    def cosine_rest(u):
        if u < mpf(10) ** -12:
            return mpf(1) / 24 - u / 720
        return (mp.cos(mp.sqrt(u)) - 1 + u / 2) / u ** 2

    show("S", *rounded_and_worst(sine_rest, lambda u: u + near_zero, 0, top, 5))
    show("C", *rounded_and_worst(cosine_rest, lambda u: u ** 2 + near_zero, 0, top, 5))

    print("==== erf(x) = x + x E(u), u = x^2, |x| <= 0.875")
    slope = 2 / mp.sqrt(mp.pi)

    def erf_ratio(u):
        return mp.erf(mp.sqrt(u)) / mp.sqrt(u) if u > mpf(10) ** -24 else slope * (1 - u / 3)

    p, _, worst = minimax(erf_ratio, lambda u: 1 / erf_ratio(u), 0, mpf("0.875") ** 2, 11,
                          fixed_numerator=(slope,))
    show("E", [p[0] - 1] + p[1:], 53, worst)
    print("==== erf(x) = 1 - exp(-x^2) T(t), t = (x-3)/(x+3), 0.875 <= x <= 6")

    def x_of(t):
        return 3 * (1 + t) / (1 - t)

    show("T", *rounded_and_worst(lambda t: mp.exp(x_of(t) ** 2) * mp.erfc(x_of(t)),
                                 lambda t: mp.exp(-x_of(t) ** 2),
                                 (mpf("0.875") - 3) / (mpf("0.875") + 3), mpf(1) / 3, 12))


def rounded_and_worst(target, weight, low, high, degree):
    coefficients, worst = rounded_minimax(target, weight, low, high, degree, 53)
    return coefficients, 53, worst


if __name__ == "__main__":
    main()
