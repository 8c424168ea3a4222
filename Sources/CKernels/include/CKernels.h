// The loops that have to be vectorised per instruction set. One source, written with the compiler's portable vector
// types, is compiled for every instruction set in `StenoInstructionSet`; a table of function pointers stands for each.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

enum StenoInstructionSet { STENO_BASELINE = 0, STENO_AVX2 = 1, STENO_AVX512 = 2 };

// Functions of one element. The order is that of ElementFunction in Swift.
enum StenoElementFunction {
    STENO_EXP,
    STENO_LOG,
    STENO_TANH,
    STENO_SIGMOID,
    STENO_RELU,
    STENO_SILU,
    STENO_GELU
};

// How many queries attend together: two panels.
enum { STENO_ATTENDING_QUERIES = 32 };

struct StenoAdamW {
    float rate;          // learning rate over the bias correction of the first moment
    float decay;         // 1 - learning rate * weight decay
    float beta1, beta2;  // decay of the moments
    float correction;    // 1 / sqrt(bias correction of the second moment)
    float epsilon;
    float gradientScale;
};

// y [m, n] = bias + xScale(row) weightScale(column) Σ x w in eight bits; rows of x and of panels are whole words of 4.
struct StenoInt8Product {
    const int8_t *x;
    const float *xScales;
    const int8_t *weights;
    const float *weightScales;
    const int32_t *weightSums;  // the sum of each column's weights
    const float *_Nullable bias;
    float *y;
    long yStride, m, n, k;
};

// Every `n` counts floats, every row is contiguous, outputs never overlap inputs unless the comment says so.
struct StenoKernels {
    // y = f(x)
    void (*apply)(enum StenoElementFunction f, const float *x, float *y, long n);
    // dx = dy * f'(…), the derivative expressed with the value that the forward pass saves
    void (*applyGradient)(enum StenoElementFunction f, const float *saved, const float *dy, float *dx, long n);

    void (*add)(const float *a, const float *b, float *y, long n);
    void (*subtract)(const float *a, const float *b, float *y, long n);
    void (*multiply)(const float *a, const float *b, float *y, long n);
    void (*divide)(const float *a, const float *b, float *y, long n);
    void (*scale)(const float *x, float factor, float *y, long n);  // y may be x
    void (*addScaled)(const float *x, float factor, float *y, long n);  // y += factor * x
    void (*sumScaled)(const float *a, const float *b, float factor, float *y, long n);  // y = a + factor * b; may be a or b
    void (*multiplyAdd)(const float *a, const float *b, float *y, long n);  // y += a * b

    // y = x scale + shift, the last two one row each; y may be x
    void (*scaleAndShiftRows)(
        const float *x, const float *scale, const float *shift, float *y, long rows, long columns);
    void (*addColumnSums)(const float *x, float *sums, long rows, long columns);
    void (*addColumnProductSums)(const float *a, const float *b, float *sums, long rows, long columns);
    // sums[c] += (x - center)² over the rows
    void (*addColumnSquaredDistances)(const float *x, const float *center, float *sums, long rows, long columns);
    // y = a scale + b slope + shift, the last three one row each
    void (*affineRows)(
        const float *a, const float *scale, const float *b, const float *slope, const float *shift, float *y,
        long rows, long columns);

    float (*sum)(const float *x, long n);
    float (*dot)(const float *a, const float *b, long n);
    float (*maximum)(const float *x, long n);

    void (*softmax)(const float *x, float *y, long rows, long columns);  // y may be x
    void (*softmaxGradient)(const float *y, const float *dy, float *dx, long rows, long columns);  // dx may be dy or y
    void (*logSoftmax)(const float *x, float *y, long rows, long columns);  // y may be x
    void (*logSoftmaxGradient)(const float *y, const float *dy, float *dx, long rows, long columns);
    void (*logSumExp)(const float *x, float *y, long rows, long columns);

    void (*layerNorm)(
        const float *x, const float *weight, const float *bias, float epsilon, float *y, float *mean,
        float *inverseDeviation, long rows, long columns);
    void (*layerNormGradient)(
        const float *x, const float *weight, const float *mean, const float *inverseDeviation, const float *dy,
        float *dx, float *dWeight, float *dBias, long rows, long columns);  // dx may be dy

    void (*gatedLinearUnit)(const float *x, float *y, long rows, long columns);
    void (*gatedLinearUnitGradient)(const float *x, const float *dy, float *dx, long rows, long columns);

    // n of the cells of a layer whose gates lie `stride` apart
    void (*lstmCell)(
        float *gates, const float *recurrent, const float *previousCell, float *cell, float *hidden, long n, long stride);
    void (*lstmCellGradient)(
        const float *gates, const float *previousCell, const float *cell, const float *dHidden, float *dCell,
        float *dGates, long n);

    void (*adamW)(
        float *parameter, const float *gradient, float *first, float *second, long n, struct StenoAdamW options);

    // y = window (d - preemphasis d[-1]) with d = x - mean; returns the sum of d²
    float (*windowFrame)(
        const float *x, const float *window, bool removesMean, float preemphasis, float *y, long n);
    void (*power)(const float *spectrum, float *power, long bins);  // |X|² of interleaved complex numbers
    // sums[r] = the next 16 * vectors[r] weights times x from starts[r] on
    void (*weighRuns)(
        const float *x, const float *weights, const int32_t *starts, const int32_t *vectors, float *sums, long runs);
    void (*logFloored)(const float *x, float floor, float *y, long n);  // y = ln max(x, floor); y may be x

    void (*dropoutMask)(uint64_t seed, uint32_t threshold, float keep, float *mask, long n);

    // Floats of scratch memory that ctcLoss needs.
    long (*ctcScratchSize)(long frames, long labels, int withGradient);
    // The loss of one utterance of at least one frame and, unless null, the gradient of its logits, all of which is
    // undefined when the loss is infinite.
    float (*ctcLoss)(
        const float *logits, long frames, long symbols, long blank, const int32_t *labels, long labelCount,
        float *_Nullable gradient, float *scratch);

    // factor * B, B [k, n], or [n, k] when transposed, in panels of 16 columns: k * 16 * ceil(n / 16) floats.
    void (*packMatrix)(const float *b, long stride, int transposed, float factor, long k, long n, float *packed);
    // Panels from..<to of C [m, n] = bias + A [m, k] B, or C += when accumulating; B may be said to lie beyond the second
    // cache.
    void (*packedProduct)(
        const float *a, long aStride, const float *packed, const float *_Nullable bias, float *c, long cStride, long m,
        long n, long k, int accumulate, int isFar, long fromPanel, long toPanel);
    // C [m, 16 panels] = A [m, k] B, or C += when accumulating, C too in panels.
    void (*productInPanels)(
        const float *a, long aStride, const float *packed, float *c, long m, long panels, long k, int accumulate);
    // C [m, n] = bias + A B, or C += when accumulating, with A[r, l] = a[rowOffset[r] + stepOffset[l]].
    void (*gatheredProduct)(
        const float *a, const int32_t *rowOffset, const int32_t *stepOffset, const float *packed,
        const float *_Nullable bias, float *c, long cStride, long m, long n, long k, int accumulate);
    // Columns of a matrix [k, m], its rows `stride` apart, to be the rows of a first factor, in panels of 48:
    // k * 48 * ceil(m / 48) floats. Unless null, sums [m] += the sums of the columns.
    void (*packRows)(const float *a, long stride, long k, long m, float *panels, float *_Nullable sums);
    // C [m, n] = bias + A B, or C += when accumulating, both factors packed.
    void (*rowPanelProduct)(
        const float *rowPanels, const float *packed, const float *_Nullable bias, float *c, long cStride, long m, long n,
        long k, int accumulate);
    // y [queries, width], its rows `yStride` apart, = softmax over the keys of the scores, times values, for up to
    // STENO_ATTENDING_QUERIES. scores: panels [keys, 16] of queries, overwritten; values: [keys, width] as `packRows` left
    // them; scratch: width floats for every query of the panels.
    void (*attend)(
        float *scores, const float *values, float *scratch, float *y, long yStride, long queries, long keys, long width);
    // y [columns, rows] = factor * x [rows, columns] transposed
    void (*transpose)(
        const float *x, long xStride, float factor, float *y, long yStride, long rows, long columns);

    // Convolutions along time with a kernel for every feature, see depthwise.inc. taps: [kernel, width]
    void (*depthwise)(
        const float *x, const float *taps, const float *_Nullable bias, float *y, long frames, long outputs, long width,
        long kernel, long stride, long before);
    void (*depthwiseTapGradient)(
        const float *x, const float *dy, float *dTaps, long frames, long outputs, long width, long kernel, long stride,
        long before);

    // Eight-bit weights [n, k] and activations; see int8.inc for the layout.
    void (*quantizeMatrix)(const float *w, long n, long k, int8_t *packed, float *scales, int32_t *sums);
    float (*quantizeRow)(const float *x, long n, int8_t *q);
    void (*int8Product)(const struct StenoInt8Product *p, long fromPanel, long toPanel);
};

// Whether this processor can run the table.
bool StenoInstructionSetIsSupported(enum StenoInstructionSet set);
// The widest table that this processor runs.
enum StenoInstructionSet StenoBestInstructionSet(void);
// The table this thread uses: the widest, unless forced.
const struct StenoKernels *StenoActiveKernels(void);
enum StenoInstructionSet StenoActiveInstructionSet(void);
// Makes this thread use one table (which must be supported) until it is called again.
void StenoForceInstructionSet(enum StenoInstructionSet set);

// Tells the processor that a loop waits for another thread.
static inline void StenoSpinWait(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

// The processor this thread is on, -1 where the system does not say.
int32_t StenoProcessor(void);
// Moves this thread to another processor if it is on this one. A thread that is woken to help may be put beside the one
// that woke it, and the two run by turns for tens of milliseconds before the system sees that another processor is idle.
void StenoLeaveProcessor(int32_t processor);

#pragma clang assume_nonnull end
