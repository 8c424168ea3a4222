import StenoTensor

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Dither {
    /// Adds the noise of one frame to its samples.
    func add(to samples: inout [Float], frame: Int, scale: SampleScale) {
        var generator = SeededGenerator(seed: seed).fork(frame)
        for index in samples.indices {
            samples[index] += deviation / scale.factor * gaussian(using: &generator)
        }
    }
}

/// One number of the standard normal distribution (Box and Muller 1958).
private func gaussian(using generator: inout SeededGenerator) -> Float {
    let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &generator))).squareRoot()
    return Float(radius * cos(2 * Double.pi * Double.random(in: 0..<1, using: &generator)))
}
