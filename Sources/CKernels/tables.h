#pragma once
#include "CKernels.h"

extern const struct StenoKernels stenoBaseline;
#if defined(__x86_64__)
extern const struct StenoKernels stenoAVX2, stenoAVX512;
#endif
