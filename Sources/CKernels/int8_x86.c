// The eight-bit products of x86-64: AVX2 through sums of pairs in 16 bits, AVX-512 with VNNI. The sums are exact, so all
// variants agree to the last bit.
#include "int8.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

enum { COLUMNS = 16, PANEL_WORD = 4 * COLUMNS };

static inline int32_t wordAt(const int8_t *x) {
    int32_t word;
    memcpy(&word, x, 4);
    return word;
}

#define AVX2 __attribute__((target("avx2,fma")))

// y of eight columns.
AVX2 static inline void storeAVX2(const struct StenoInt8Product *p, long row, long first, __m256i sum) {
    if (first + 8 > p->n) {
        int32_t sums[8];
        _mm256_storeu_si256((__m256i *)sums, sum);
        StenoStoreInt8Sums(p, row, first, sums, 8);
        return;
    }
    const __m256 scale = _mm256_mul_ps(_mm256_set1_ps(p->xScales[row]), _mm256_loadu_ps(p->weightScales + first));
    const __m256 bias = p->bias ? _mm256_loadu_ps(p->bias + first) : _mm256_setzero_ps();
    _mm256_storeu_ps(p->y + row * p->yStride + first, _mm256_fmadd_ps(_mm256_cvtepi32_ps(sum), scale, bias));
}

// The instruction multiplies unsigned by signed bytes: the activations give their signs to the weights. Two products of
// at most 127 * 127 do not fill the sixteen bits they are added in.
AVX2 static inline __attribute__((always_inline)) void tileAVX2(
    const struct StenoInt8Product *p, long row, long panel, const int rows, const int panels) {
    const long words = (p->k + 3) / 4;
    const int8_t *w = p->weights + panel * words * PANEL_WORD, *x = p->x + row * words * 4;
    const __m256i ones = _mm256_set1_epi16(1);
    __m256i sums[2][8];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
        for (int j = 0; j < 2 * panels; j++) sums[r][j] = _mm256_setzero_si256();
    for (long word = 0; word < words; word++) {
        __m256i values[2], magnitudes[2];
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            values[r] = _mm256_set1_epi32(wordAt(x + (r * words + word) * 4));
            magnitudes[r] = _mm256_abs_epi8(values[r]);
        }
#pragma clang loop unroll(full)
        for (int j = 0; j < 2 * panels; j++) {
            const __m256i weights =
                _mm256_loadu_si256((const __m256i *)(w + (j / 2 * words + word) * PANEL_WORD + j % 2 * 32));
#pragma clang loop unroll(full)
            for (int r = 0; r < rows; r++) {
                const __m256i pairs = _mm256_maddubs_epi16(magnitudes[r], _mm256_sign_epi8(weights, values[r]));
                sums[r][j] = _mm256_add_epi32(sums[r][j], _mm256_madd_epi16(pairs, ones));
            }
        }
    }
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
        for (int j = 0; j < 2 * panels; j++) storeAVX2(p, row + r, panel * COLUMNS + 8 * j, sums[r][j]);
}

AVX2 void stenoInt8ProductAVX2(const struct StenoInt8Product *p, long fromPanel, long toPanel) {
    long panel = fromPanel;
    if (p->m == 1)
        for (; panel + 4 <= toPanel; panel += 4) tileAVX2(p, 0, panel, 1, 4);
    for (; panel + 2 <= toPanel; panel += 2) {
        long row = 0;
        for (; row + 2 <= p->m; row += 2) tileAVX2(p, row, panel, 2, 2);
        if (row < p->m) tileAVX2(p, row, panel, 1, 2);
    }
    if (panel < toPanel)
        for (long row = 0; row < p->m; row++) tileAVX2(p, row, panel, 1, 1);
}

// Here the activations come with 128 added, and 128 times the column's sum of weights is taken off at the end.
#define VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

VNNI static inline __attribute__((always_inline)) void storeVNNI(
    const struct StenoInt8Product *p, long row, long panel, __m512i sum) {
    const long first = panel * COLUMNS, columns = p->n - first;
    const __mmask16 valid = columns < COLUMNS ? (__mmask16)((1u << columns) - 1) : 0xffff;
    const __m512i excess = _mm512_slli_epi32(_mm512_loadu_si512(p->weightSums + first), 7);
    const __m512 scale = _mm512_mul_ps(_mm512_set1_ps(p->xScales[row]), _mm512_loadu_ps(p->weightScales + first));
    const __m512 bias = p->bias ? _mm512_maskz_loadu_ps(valid, p->bias + first) : _mm512_setzero_ps();
    const __m512 y = _mm512_fmadd_ps(_mm512_cvtepi32_ps(_mm512_sub_epi32(sum, excess)), scale, bias);
    _mm512_mask_storeu_ps(p->y + row * p->yStride + first, valid, y);
}

VNNI static inline __attribute__((always_inline)) void tileVNNI(
    const struct StenoInt8Product *p, long row, long panel, const int rows, const int panels) {
    const long words = (p->k + 3) / 4;
    const int8_t *w = p->weights + panel * words * PANEL_WORD, *x = p->x + row * words * 4;
    __m512i sums[6][8];
    for (int r = 0; r < rows; r++)
        for (int j = 0; j < panels; j++) sums[r][j] = _mm512_setzero_si512();
    for (long word = 0; word < words; word++) {
        __m512i weights[8];
        for (int j = 0; j < panels; j++) weights[j] = _mm512_loadu_si512(w + (j * words + word) * PANEL_WORD);
        for (int r = 0; r < rows; r++) {
            const __m512i values = _mm512_set1_epi32(wordAt(x + (r * words + word) * 4));
            for (int j = 0; j < panels; j++) sums[r][j] = _mm512_dpbusd_epi32(sums[r][j], values, weights[j]);
        }
    }
    for (int r = 0; r < rows; r++)
        for (int j = 0; j < panels; j++) storeVNNI(p, row + r, panel + j, sums[r][j]);
}

// Weights are read once for up to six rows: where those are all, they come from beyond the second cache, and nothing but
// that takes time.
VNNI static void productVNNI(const struct StenoInt8Product *p, long fromPanel, long toPanel) {
    long panel = fromPanel;
    if (p->m == 1)
        for (; panel + 8 <= toPanel; panel += 8) tileVNNI(p, 0, panel, 1, 8);
    for (; panel + 4 <= toPanel; panel += 4) {
        long row = 0;
        for (; row + 6 <= p->m; row += 6) tileVNNI(p, row, panel, 6, 4);
        switch (p->m - row) {
            case 5: tileVNNI(p, row, panel, 5, 4); break;
            case 4: tileVNNI(p, row, panel, 4, 4); break;
            case 3: tileVNNI(p, row, panel, 3, 4); break;
            case 2: tileVNNI(p, row, panel, 2, 4); break;
            case 1: tileVNNI(p, row, panel, 1, 4); break;
        }
    }
    for (; panel < toPanel; panel++)
        for (long row = 0; row < p->m; row++) tileVNNI(p, row, panel, 1, 1);
}

static int hasVNNI(void) { return __builtin_cpu_supports("avx512vnni"); }

int8_t stenoInt8SignAVX512(void) { return hasVNNI() ? (int8_t)0x80 : 0; }

void stenoInt8ProductAVX512(const struct StenoInt8Product *p, long fromPanel, long toPanel) {
    if (hasVNNI()) productVNNI(p, fromPanel, toPanel);
    else stenoInt8ProductAVX2(p, fromPanel, toPanel);
}
#endif
