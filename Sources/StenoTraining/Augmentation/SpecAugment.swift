package import StenoTensor

/// Hides random bands of frequency and stretches of time, so that the model learns to read what is left
/// (Park et al. 2019, "SpecAugment", without time warping).
package struct SpecAugment: Codable, Equatable, Sendable {
    /// How many bands are hidden, and how many feature bins each is wide at most.
    package var frequencyMasks = 0
    package var frequencyWidth = 27
    /// How many stretches of time are hidden, and how long each is at most, as a fraction of the utterance.
    package var timeMasks = 0
    package var timeFraction = 0.05

    package init() {}

    enum CodingKeys: String, CodingKey {
        case frequencyMasks = "frequency_masks"
        case frequencyWidth = "frequency_width"
        case timeMasks = "time_masks"
        case timeFraction = "time_fraction"
    }

    /// Normalized features `[T, F]` with masks set to 0, the mean.
    package func masked(_ features: Tensor, using random: inout SeededGenerator) -> Tensor {
        let frames = features.shape[0], bins = features.shape[1]
        guard frequencyMasks + timeMasks > 0, frames > 0 else { return features }
        var values = features.array
        for _ in 0..<frequencyMasks {
            let band = interval(upTo: min(frequencyWidth, bins), within: bins, using: &random)
            for frame in 0..<frames { hide(band, of: frame * bins, in: &values) }
        }
        for _ in 0..<timeMasks {
            let longest = Int(timeFraction * Double(frames))
            let stretch = interval(upTo: longest, within: frames, using: &random)
            hide(stretch.lowerBound * bins..<stretch.upperBound * bins, of: 0, in: &values)
        }
        return Tensor(values, shape: features.shape)
    }

    private func hide(_ range: Range<Int>, of start: Int, in values: inout [Float]) {
        for index in range { values[start + index] = 0 }
    }

    private func interval(upTo longest: Int, within count: Int, using random: inout SeededGenerator) -> Range<
        Int
    > {
        let width = Int.random(in: 0...max(longest, 0), using: &random)
        let start = Int.random(in: 0...(count - width), using: &random)
        return start..<start + width
    }
}
