/// The kernels in terms of a vector of four doubles; included once by each path, after its vocabulary.

/// Rows that are summed before the sums are added up: three columns of them stay in the nearest cache, some
/// fifty in the next.
#define CK_BLOCK 384

static inline long smaller(long a, long b) { return a < b ? a : b; }

CK_TARGET static double dot(const double *a, const double *b, long rows) {
    vector s0 = zero(), s1 = zero(), s2 = zero(), s3 = zero();
    long i = 0;
    for (; i + 4 * CK_WIDTH <= rows; i += 4 * CK_WIDTH) {
        s0 = multiply_add(load(a + i), load(b + i), s0);
        s1 = multiply_add(load(a + i + 4), load(b + i + 4), s1);
        s2 = multiply_add(load(a + i + 8), load(b + i + 8), s2);
        s3 = multiply_add(load(a + i + 12), load(b + i + 12), s3);
    }
    for (; i < rows; i += CK_WIDTH) {
        s0 = multiply_add(load(a + i), load(b + i), s0);
    }
    double lanes[CK_WIDTH];
    store(lanes, sums(s0, s1, s2, s3));
    return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
}

/// Adds the scalar products of columns a, a + 1, a + 2 with columns b..b + 3 over some rows, those on and
/// above the diagonal.
///
/// Twelve sums and four vectors fill the sixteen registers of AVX2.
CK_TARGET static void gram_tile(
    const double *x, long stride, long rows, long columns, long a, long b, double *out, long out_width) {
    // Columns that do not exist repeat the last one; their sums are dropped.
    const double *a0 = x + a * stride;
    const double *a1 = x + smaller(a + 1, columns - 1) * stride;
    const double *a2 = x + smaller(a + 2, columns - 1) * stride;
    const double *b0 = x + b * stride;
    const double *b1 = x + smaller(b + 1, columns - 1) * stride;
    const double *b2 = x + smaller(b + 2, columns - 1) * stride;
    const double *b3 = x + smaller(b + 3, columns - 1) * stride;
    vector s00 = zero(), s01 = zero(), s02 = zero(), s03 = zero();
    vector s10 = zero(), s11 = zero(), s12 = zero(), s13 = zero();
    vector s20 = zero(), s21 = zero(), s22 = zero(), s23 = zero();
    for (long i = 0; i < rows; i += CK_WIDTH) {
        const vector u0 = load(a0 + i), u1 = load(a1 + i), u2 = load(a2 + i);
        vector v = load(b0 + i);
        s00 = multiply_add(u0, v, s00);
        s10 = multiply_add(u1, v, s10);
        s20 = multiply_add(u2, v, s20);
        v = load(b1 + i);
        s01 = multiply_add(u0, v, s01);
        s11 = multiply_add(u1, v, s11);
        s21 = multiply_add(u2, v, s21);
        v = load(b2 + i);
        s02 = multiply_add(u0, v, s02);
        s12 = multiply_add(u1, v, s12);
        s22 = multiply_add(u2, v, s22);
        v = load(b3 + i);
        s03 = multiply_add(u0, v, s03);
        s13 = multiply_add(u1, v, s13);
        s23 = multiply_add(u2, v, s23);
    }
    const vector t0 = sums(s00, s01, s02, s03);
    const vector t1 = sums(s10, s11, s12, s13);
    const vector t2 = sums(s20, s21, s22, s23);
    double *target = out + a * out_width + b;
    if (b >= a + 2 && b + 4 <= columns) {
        store(target, add(load(target), t0));
        store(target + out_width, add(load(target + out_width), t1));
        store(target + 2 * out_width, add(load(target + 2 * out_width), t2));
        return;
    }
    double lanes[3][CK_WIDTH];
    store(lanes[0], t0);
    store(lanes[1], t1);
    store(lanes[2], t2);
    for (long i = 0; i < 3 && a + i < columns; i += 1) {
        for (long j = 0; j < 4 && b + j < columns; j += 1) {
            if (b + j >= a + i) {
                target[i * out_width + j] += lanes[i][j];
            }
        }
    }
}

CK_TARGET static void gram(const double *x, long rows, long columns, double *out, long out_width) {
    for (long start = 0; start < rows; start += CK_BLOCK) {
        const long count = smaller(CK_BLOCK, rows - start);
        for (long a = 0; a < columns; a += 3) {
            for (long b = a; b < columns; b += 4) {
                gram_tile(x + start, rows, count, columns, a, b, out, out_width);
            }
        }
    }
}

/// Eight columns at a time: as many sums as hide the latency of their additions.
CK_TARGET static void correlate(const double *x, long rows, long columns, const double *v, double *out) {
    for (long first = 0; first < columns; first += 8) {
        const double *c[8];
        for (long j = 0; j < 8; j += 1) {
            c[j] = x + smaller(first + j, columns - 1) * rows;
        }
        const double *c0 = c[0], *c1 = c[1], *c2 = c[2], *c3 = c[3];
        const double *c4 = c[4], *c5 = c[5], *c6 = c[6], *c7 = c[7];
        vector s0 = zero(), s1 = zero(), s2 = zero(), s3 = zero();
        vector s4 = zero(), s5 = zero(), s6 = zero(), s7 = zero();
        for (long i = 0; i < rows; i += CK_WIDTH) {
            const vector u = load(v + i);
            s0 = multiply_add(load(c0 + i), u, s0);
            s1 = multiply_add(load(c1 + i), u, s1);
            s2 = multiply_add(load(c2 + i), u, s2);
            s3 = multiply_add(load(c3 + i), u, s3);
            s4 = multiply_add(load(c4 + i), u, s4);
            s5 = multiply_add(load(c5 + i), u, s5);
            s6 = multiply_add(load(c6 + i), u, s6);
            s7 = multiply_add(load(c7 + i), u, s7);
        }
        double lanes[8];
        store(lanes, sums(s0, s1, s2, s3));
        store(lanes + 4, sums(s4, s5, s6, s7));
        for (long j = 0; j < 8 && first + j < columns; j += 1) {
            out[first + j] = lanes[j];
        }
    }
}

CK_TARGET static void combine(
    const double *x, long rows, const long *selected, const double *factors, long count, double *y) {
    long first = 0;
    for (; first + 4 <= count; first += 4) {
        const double *c0 = x + selected[first] * rows;
        const double *c1 = x + selected[first + 1] * rows;
        const double *c2 = x + selected[first + 2] * rows;
        const double *c3 = x + selected[first + 3] * rows;
        const vector f0 = splat(factors[first]), f1 = splat(factors[first + 1]);
        const vector f2 = splat(factors[first + 2]), f3 = splat(factors[first + 3]);
        for (long i = 0; i < rows; i += CK_WIDTH) {
            vector sum = multiply_add(load(c0 + i), f0, load(y + i));
            sum = multiply_add(load(c1 + i), f1, sum);
            sum = multiply_add(load(c2 + i), f2, sum);
            store(y + i, multiply_add(load(c3 + i), f3, sum));
        }
    }
    for (; first < count; first += 1) {
        const double *c = x + selected[first] * rows;
        const vector f = splat(factors[first]);
        for (long i = 0; i < rows; i += CK_WIDTH) {
            store(y + i, multiply_add(load(c + i), f, load(y + i)));
        }
    }
}

CK_TARGET static void moments(
    const double *w, const double *t, long first, long end, double s, double *out) {
    const vector center = splat(s);
    vector zeroth[2] = {zero(), zero()};
    vector leading[2] = {zero(), zero()};
    vector second[2] = {zero(), zero()};
    long i = first;
    for (; i + 2 * CK_WIDTH <= end; i += 2 * CK_WIDTH) {
        for (int half = 0; half < 2; half += 1) {
            const vector weight = load(w + i + half * CK_WIDTH);
            const vector distance = subtract(load(t + i + half * CK_WIDTH), center);
            const vector lever = multiply(distance, weight);
            zeroth[half] = add(zeroth[half], weight);
            leading[half] = add(leading[half], lever);
            second[half] = multiply_add(lever, distance, second[half]);
        }
    }
    double lanes[CK_WIDTH];
    store(
        lanes, sums(
            add(zeroth[0], zeroth[1]), add(leading[0], leading[1]), add(second[0], second[1]), zero()));
    for (; i < end; i += 1) {
        const double distance = t[i] - s;
        const double lever = distance * w[i];
        lanes[0] += w[i];
        lanes[1] += lever;
        lanes[2] += lever * distance;
    }
    out[0] = lanes[0];
    out[1] = lanes[1];
    out[2] = lanes[2];
}

CK_TARGET static void fourier(
    const double *sines, const double *cosines, long rows, long order, long stride, double *out) {
    for (long i = 0; i < rows; i += CK_WIDTH) {
        const vector sine = load(sines + i), cosine = load(cosines + i);
        vector s = sine, c = cosine;
        double *target = out + i;
        for (long pair = 0; pair < order; pair += 1) {
            store(target, s);
            store(target + stride, c);
            const vector next = multiply_add(s, cosine, multiply(c, sine));
            c = multiply_subtract(c, cosine, multiply(s, sine));
            s = next;
            target += 2 * stride;
        }
    }
}

CK_TARGET static void mix(
    double a, const double *x, double b, const double *y, long rows, double *out) {
    const vector va = splat(a), vb = splat(b);
    for (long i = 0; i < rows; i += CK_WIDTH) {
        store(out + i, multiply_add(va, load(x + i), multiply(vb, load(y + i))));
    }
}

/// 1 / n! from n = 13 down to 0.
static const double factorial_inverses[14] = {
    1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040,
    1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1, 1,
};

/// exp(-z) is 2^n times the exponential series of a rest of at most ln(2) / 2.
CK_TARGET static void sigmoid(const double *z, long rows, double *out) {
    const vector one = splat(1);
    // A number in whose last bits the nearest integer to what is added appears.
    const vector shifter = splat(0x1.8p52);
    for (long i = 0; i < rows; i += CK_WIDTH) {
        const vector x = limit(subtract(zero(), load(z + i)), splat(-708), splat(708));
        const vector shifted = multiply_add(x, splat(0x1.71547652b82fep0), shifter);
        const vector n = subtract(shifted, shifter);
        // ln(2) in two parts, the first of which has few enough bits for exact products.
        vector rest = subtract(x, multiply(n, splat(0x1.62e42fefa0000p-1)));
        rest = subtract(rest, multiply(n, splat(0x1.cf79abc9e3b39p-40)));
        vector series = splat(factorial_inverses[0]);
        for (int term = 1; term < 14; term += 1) {
            series = multiply_add(series, rest, splat(factorial_inverses[term]));
        }
        const bits power = shift_left(add_bits(as_bits(shifted), splat_bits(1023)), 52);
        store(out + i, divide(one, multiply_add(series, as_vector(power), one)));
    }
}

CK_TARGET static long split(
    const double *values, long count, double low, double high, double *inside, long *below) {
    long found = 0;
    long under = 0;
    long i = 0;
    for (; i + CK_WIDTH <= count; i += CK_WIDTH) {
        found += collect(values + i, low, high, inside + found, &under);
    }
    for (; i < count; i += 1) {
        inside[found] = values[i];
        found += (values[i] >= low) & (values[i] <= high);
        under += values[i] < low;
    }
    *below = under;
    return found;
}

CK_TARGET static void random_bits(uint64_t *state, uint64_t *out, long count) {
    bits s0 = load_bits(state), s1 = load_bits(state + 4);
    bits s2 = load_bits(state + 8), s3 = load_bits(state + 12);
    for (long i = 0; i < count; i += CK_WIDTH) {
        const bits sum = add_bits(s0, s3);
        store_bits(out + i, add_bits(inclusive_or(shift_left(sum, 23), shift_right(sum, 41)), s0));
        const bits shifted = shift_left(s1, 17);
        s2 = exclusive_or(s2, s0);
        s3 = exclusive_or(s3, s1);
        s1 = exclusive_or(s1, s2);
        s0 = exclusive_or(s0, s3);
        s2 = exclusive_or(s2, shifted);
        s3 = inclusive_or(shift_left(s3, 45), shift_right(s3, 19));
    }
    store_bits(state, s0);
    store_bits(state + 4, s1);
    store_bits(state + 8, s2);
    store_bits(state + 12, s3);
}

const ck_path CK_PATH = {
    .dot = dot,
    .gram = gram,
    .correlate = correlate,
    .combine = combine,
    .moments = moments,
    .fourier = fourier,
    .mix = mix,
    .sigmoid = sigmoid,
    .split = split,
    .random_bits = random_bits,
};
