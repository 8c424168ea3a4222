// Whoever draws tensors draws numbers: initial weights, dropout, batches.
@_exported public import StenoRandom
