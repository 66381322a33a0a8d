/// Sums over contiguous columns of doubles: the inner loops of a fit.
///
/// Every function has three implementations with one text: AVX2 with FMA (x86-64, chosen when the program
/// runs), NEON (arm64) and plain C. Each adds in one fixed order whatever the compiler's optimisation, so one
/// machine gives the same bits in debug and release builds. The implementations differ from each other in the
/// rounding of products only: plain C rounds before it adds, the others do not.
///
/// Columns are column-major: column j begins at x + j * rows. `rows` is a multiple of CK_WIDTH; rows beyond
/// the data hold zeros, which take part in sums without changing them. No pointer needs an alignment, and no
/// output may overlap an input unless that is allowed explicitly.

#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The number that padded lengths are a multiple of.
#define CK_WIDTH 4

/// Whether the calling thread uses the vector instructions of the processor, and not plain C.
int ck_has_wide_vectors(void);

/// Makes the further calls of the calling thread use plain C (1), or the best that the processor has (0, as
/// at the start).
///
/// For tests and benchmarks. Other threads are not affected, so there is nothing to race for.
void ck_use_portable(int is_portable);

/// The scalar product of two vectors; `rows` is a multiple of CK_WIDTH.
double ck_dot(const double *a, const double *b, long rows);

/// Adds the upper triangle of the Gram matrix X'X, diagonal included, to `out`.
///
/// Entry (a, b), a <= b, is out[a * out_width + b]; nothing below the diagonal is touched. Sums go over
/// blocks of rows, one after the other, each small enough to stay in the cache.
void ck_gram(const double *x, long rows, long columns, double *out, long out_width);

/// Writes X'v, the scalar product of each column with a vector.
void ck_correlate(const double *x, long rows, long columns, const double *v, double *out);

/// Adds factors[i] * column selected[i] to y, for i in 0..<count in this order.
void ck_combine(
    const double *x, long rows, const long *selected, const double *factors, long count, double *y);

/// Writes the sums of w, of (t - s) w and of (t - s)^2 w over `count` ranges of rows.
///
/// Range i is starts[i]..<starts[i + 1] with s = centers[i], and may begin and end anywhere; its sums are
/// out[3 * i ..< 3 * i + 3]. `starts` has count + 1 entries.
void ck_segment_moments(
    const double *w, const double *t, const long *starts, const double *centers, long count, double *out);

/// Writes sines and cosines of the multiples 1...order of an angle per row, by the addition theorem.
///
/// Column 2i of `out` is the sine and column 2i + 1 the cosine of i + 1 times the angle. `sines` and `cosines`
/// hold those of the angle itself and may be the first two columns of `out`. `rows` is a multiple of CK_WIDTH,
/// `stride` the distance between columns of `out`.
void ck_fourier(
    const double *sines, const double *cosines, long rows, long order, long stride, double *out);

/// Writes a * x + b * y; `rows` is a multiple of CK_WIDTH.
void ck_mix(double a, const double *x, double b, const double *y, long rows, double *out);

/// Writes 1 / (1 + exp(-z)), to a few units in the last place; `rows` is a multiple of CK_WIDTH.
void ck_sigmoid(const double *z, long rows, double *out);

/// Copies the values from low to high, both included, in their order, and counts those below low.
///
/// `inside` needs room for count + CK_WIDTH numbers; what lies behind the copied ones is undefined. `count`
/// need not be a multiple of CK_WIDTH. Returns how many are inside.
long ck_split(const double *values, long count, double low, double high, double *inside, long *below);

/// Writes random bits of four generators xoshiro256++ in turn; `count` is a multiple of CK_WIDTH.
///
/// Word w of generator g is state[4 * w + g]. All implementations write the same bits. Source: Blackman and
/// Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM Transactions on Mathematical Software 47,
/// 2021.
void ck_random_bits(uint64_t *state, uint64_t *out, long count);

/// Turns random bits into normal numbers where the ziggurat's first test accepts them.
///
/// The layer is the low 8 bits, the number is (j + 0.5) * widths[layer], where j is the high 53 bits as a
/// signed integer, and it is accepted if its size is below edges[layer]. All numbers are written, and the
/// indices of those not accepted to `rejected`, which needs room for `count`. Returns how many those are.
long ck_ziggurat(
    const uint64_t *bits, long count, const double *widths, const double *edges, double *out,
    int32_t *rejected);

/// Reorders values so that the one of a rank, from 0, is in its place, smaller ones before and larger ones
/// after it, and returns it. Hoare's quickselect; values before `first` must be no larger than the others.
double ck_select(double *values, long first, long count, long rank);

/// Writes the values of a rank, from 0, and of the next one, where there is one, into out[0..<2].
///
/// Compares all pairs without a branch: for some twenty values the fastest way.
void ck_select_pair(const double *values, long count, long rank, double *out);

#ifdef __cplusplus
}
#endif

#endif
