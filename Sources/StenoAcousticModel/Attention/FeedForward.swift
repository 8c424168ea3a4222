import StenoKernels
import StenoNN
import StenoTensor

/// Two linear maps with SiLU between, at every frame by itself (Vaswani et al. 2017, section 3.3; with SiLU, Gulati et
/// al. 2020).
struct FeedForward: Module {
    /// `[D → inner]` and `[inner → D]`
    let linear1, linear2: Linear
    /// Of the inner activations.
    private let dropout: Float

    /// - Parameters:
    ///   - width: D
    ///   - inner: Width between the maps.
    init(
        width: Int, inner: Int, hasBias: Bool = true, dropout: Float, using generator: inout SeededGenerator
    ) {
        linear1 = Linear(inputs: width, outputs: inner, hasBias: hasBias, using: &generator)
        linear2 = Linear(inputs: inner, outputs: width, hasBias: hasBias, using: &generator)
        self.dropout = dropout
    }

    /// - Parameter x: `[B, T, D]`
    /// - Returns: `[B, T, D]`
    func callAsFunction(_ x: Tensor) -> Tensor {
        linear2(linear1(x).applying(.silu).dropout(dropout))
    }
}
