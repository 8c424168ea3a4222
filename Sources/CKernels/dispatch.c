// Which table a thread uses.
#include "tables.h"

static const struct StenoKernels *tableFor(enum StenoInstructionSet set) {
    switch (set) {
#if defined(__x86_64__)
    case STENO_AVX2: return &stenoAVX2;
    case STENO_AVX512: return &stenoAVX512;
#endif
    default: return &stenoBaseline;
    }
}

// Feature by feature: a processor model's name says nothing about what its host passes on.
bool StenoInstructionSetIsSupported(enum StenoInstructionSet set) {
    if (set == STENO_BASELINE) return true;
#if defined(__x86_64__)
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
    if (set == STENO_AVX2) return avx2;
    return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#else
    return false;
#endif
}

enum StenoInstructionSet StenoBestInstructionSet(void) {
    if (StenoInstructionSetIsSupported(STENO_AVX512)) return STENO_AVX512;
    return StenoInstructionSetIsSupported(STENO_AVX2) ? STENO_AVX2 : STENO_BASELINE;
}

static _Thread_local const struct StenoKernels *active;
static _Thread_local enum StenoInstructionSet activeSet;

void StenoForceInstructionSet(enum StenoInstructionSet set) {
    activeSet = set;
    active = tableFor(set);
}

const struct StenoKernels *StenoActiveKernels(void) {
    if (!active) StenoForceInstructionSet(StenoBestInstructionSet());
    return active;
}

enum StenoInstructionSet StenoActiveInstructionSet(void) {
    StenoActiveKernels();
    return activeSet;
}
