#ifndef CKERNELS_H
#define CKERNELS_H

/// Whether the processor's wide vector instructions are used.
int ck_has_wide_vectors(void);

#endif
