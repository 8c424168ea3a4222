import StenoKernels

extension Tensor {
    /// Zeroes elements at random and scales the others up, so that the expected value stays (Srivastava et al. 2014).
    /// Does nothing off the tape: it is for training only.
    ///
    /// The mask follows from a seed drawn from the tape; the way back draws it again instead of keeping it.
    ///
    /// - Parameter probability: The share of elements that become zero, in `0..<1`.
    package func dropout(_ probability: Float) -> Tensor {
        guard let tape, probability > 0 else { return self }
        let seed = tape.drawSeed()
        return detached.thinned(probability, seed: seed).derived(from: self) { dy in
            dy.thinned(probability, seed: seed)
        }
    }

    private func thinned(_ probability: Float, seed: UInt64) -> Tensor {
        Tensor.writing(shape) { y in
            let mask = Tensor.writing(shape) { fillDropoutMask(&$0, probability: probability, seed: seed) }
            multiply(elements, mask.elements, into: &y)
        }
    }
}
