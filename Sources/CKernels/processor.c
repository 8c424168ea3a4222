// Where a thread runs. What glibc has for it, Swift does not see.
#define _GNU_SOURCE
#include <sched.h>

#include "CKernels.h"

int32_t StenoProcessor(void) { return sched_getcpu(); }

void StenoLeaveProcessor(int32_t processor) {
    if (processor < 0 || processor >= CPU_SETSIZE || sched_getcpu() != processor) return;
    cpu_set_t allowed, others;
    if (sched_getaffinity(0, sizeof allowed, &allowed)) return;
    others = allowed;
    CPU_CLR(processor, &others);
    if (!sched_setaffinity(0, sizeof others, &others)) sched_setaffinity(0, sizeof allowed, &allowed);
}
