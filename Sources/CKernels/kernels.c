#include "CKernels.h"

int ck_has_wide_vectors(void) { return 0; }
