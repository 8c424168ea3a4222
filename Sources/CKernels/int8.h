#pragma once
#include "CKernels.h"

// y = bias + the scaled sums of one row, `count` columns from `first`, as far as there are columns.
static inline void StenoStoreInt8Sums(
    const struct StenoInt8Product *p, long row, long first, const int32_t *sums, long count) {
    const long columns = p->n - first < count ? p->n - first : count;
    float *y = p->y + row * p->yStride + first;
    for (long c = 0; c < columns; c++)
        y[c] = (float)sums[c] * (p->xScales[row] * p->weightScales[first + c]) + (p->bias ? p->bias[first + c] : 0);
}

#if defined(__x86_64__)
void stenoInt8ProductAVX2(const struct StenoInt8Product *p, long fromPanel, long toPanel);
void stenoInt8ProductAVX512(const struct StenoInt8Product *p, long fromPanel, long toPanel);
// What the activations of the latter are to be combined with by exclusive or: VNNI multiplies unsigned bytes by signed ones.
int8_t stenoInt8SignAVX512(void);
#endif
