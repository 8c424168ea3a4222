package import StenoTensor

/// Zeroes elements at random while training and scales the others up; off the tape it does nothing.
/// Its random numbers come from the tape, whose seed the caller chose.
package struct Dropout: Module {
    /// The share of elements that become zero, in `0..<1`.
    package let probability: Float

    package init(_ probability: Float) {
        precondition((0..<1).contains(probability), "a dropout probability in 0..<1, not \(probability)")
        self.probability = probability
    }

    package func callAsFunction(_ x: Tensor) -> Tensor {
        x.dropout(probability)
    }
}
