// The eight-bit products of x86-64: AVX2 through 16-bit pairs, AVX-512 with VNNI. The sums are exact, so all variants
// agree to the last bit.
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

// Each of four sums holds two partial ones of four columns.
__attribute__((target("avx2,fma"))) static void storeHalves(
    const struct StenoInt8Product *p, long row, long panel, const __m256i halves[4]) {
    const long first = panel * COLUMNS;
    int32_t sums[COLUMNS];
    for (int i = 0; i < 2; i++) {
        // Adding neighbours leaves columns 0 1 4 5 2 3 6 7 of these eight.
        __m256i pairs = _mm256_hadd_epi32(halves[2 * i], halves[2 * i + 1]);
        __m256i columns = _mm256_permute4x64_epi64(pairs, _MM_SHUFFLE(3, 1, 2, 0));
        if (first + 8 * i + 8 > p->n) {
            _mm256_storeu_si256((__m256i *)(sums + 8 * i), columns);
            StenoStoreInt8Sums(p, row, first + 8 * i, sums + 8 * i, 8);
            continue;
        }
        __m256 scale =
            _mm256_mul_ps(_mm256_set1_ps(p->xScales[row]), _mm256_loadu_ps(p->weightScales + first + 8 * i));
        __m256 bias = p->bias ? _mm256_loadu_ps(p->bias + first + 8 * i) : _mm256_setzero_ps();
        _mm256_storeu_ps(
            p->y + row * p->yStride + first + 8 * i, _mm256_fmadd_ps(_mm256_cvtepi32_ps(columns), scale, bias));
    }
}

__attribute__((target("avx2,fma"))) static inline void rowsAVX2(
    const struct StenoInt8Product *p, long row, long panel, const int rows) {
    const long words = (p->k + 3) / 4;
    const int8_t *w = p->weights + panel * words * PANEL_WORD, *x = p->x + row * words * 4;
    __m256i sums[2][4];
    for (int r = 0; r < rows; r++)
        for (int i = 0; i < 4; i++) sums[r][i] = _mm256_setzero_si256();
    for (long word = 0; word < words; word++) {
        __m256i values[2];
        for (int r = 0; r < rows; r++)
            values[r] = _mm256_cvtepi8_epi16(_mm_set1_epi32(wordAt(x + r * words * 4 + word * 4)));
        for (int i = 0; i < 4; i++) {
            __m256i weights =
                _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(w + word * PANEL_WORD + 16 * i)));
            for (int r = 0; r < rows; r++)
                sums[r][i] = _mm256_add_epi32(sums[r][i], _mm256_madd_epi16(weights, values[r]));
        }
    }
    for (int r = 0; r < rows; r++) storeHalves(p, row + r, panel, sums[r]);
}

__attribute__((target("avx2,fma"))) void stenoInt8ProductAVX2(
    const struct StenoInt8Product *p, long fromPanel, long toPanel) {
    for (long panel = fromPanel; panel < toPanel; panel++) {
        long row = 0;
        for (; row + 2 <= p->m; row += 2) rowsAVX2(p, row, panel, 2);
        if (row < p->m) rowsAVX2(p, row, panel, 1);
    }
}

// The instruction multiplies unsigned by signed bytes: activations get 128 added, and 128 times the column's sum of
// weights taken off at the end.
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
    __m512i sums[4][8];
    for (int r = 0; r < rows; r++)
        for (int j = 0; j < panels; j++) sums[r][j] = _mm512_setzero_si512();
    for (long word = 0; word < words; word++) {
        __m512i weights[8];
        for (int j = 0; j < panels; j++) weights[j] = _mm512_loadu_si512(w + (j * words + word) * PANEL_WORD);
        for (int r = 0; r < rows; r++) {
            __m512i values = _mm512_set1_epi32(wordAt(x + r * words * 4 + word * 4));
            values = _mm512_xor_si512(values, _mm512_set1_epi32((int32_t)0x80808080));
            for (int j = 0; j < panels; j++) sums[r][j] = _mm512_dpbusd_epi32(sums[r][j], values, weights[j]);
        }
    }
    for (int r = 0; r < rows; r++)
        for (int j = 0; j < panels; j++) storeVNNI(p, row + r, panel + j, sums[r][j]);
}

VNNI static void productVNNI(const struct StenoInt8Product *p, long fromPanel, long toPanel) {
    long panel = fromPanel;
    if (p->m < 4)
        for (; panel + 8 <= toPanel; panel += 8)
            for (long row = 0; row < p->m; row++) tileVNNI(p, row, panel, 1, 8);
    for (; panel + 4 <= toPanel; panel += 4) {
        long row = 0;
        for (; row + 4 <= p->m; row += 4) tileVNNI(p, row, panel, 4, 4);
        for (; row < p->m; row++) tileVNNI(p, row, panel, 1, 4);
    }
    for (; panel < toPanel; panel++)
        for (long row = 0; row < p->m; row++) tileVNNI(p, row, panel, 1, 1);
}

void stenoInt8ProductAVX512(const struct StenoInt8Product *p, long fromPanel, long toPanel) {
    if (__builtin_cpu_supports("avx512vnni")) productVNNI(p, fromPanel, toPanel);
    else stenoInt8ProductAVX2(p, fromPanel, toPanel);
}
#endif
