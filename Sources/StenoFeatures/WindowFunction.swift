#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The weights that let a frame begin and end softly. All are symmetric, with N - 1 steps, as Kaldi's are.
public enum WindowFunction: String, CaseIterable, Sendable, Codable {
    /// The Hann window to the power of 0.85: like Hamming's, but zero at its ends.
    case povey
    /// 0.5 - 0.5 cos(2πn / (N - 1)); Kaldi calls it "hanning".
    case hann = "hanning"
    /// 0.54 - 0.46 cos(2πn / (N - 1))
    case hamming
    /// 1 everywhere.
    case rectangular

    /// The weights for frames of so many samples.
    func weights(count: Int) -> [Float] {
        (0..<count).map { index in
            Float(weight(cosine: cos(2 * Double.pi * Double(index) / Double(max(count - 1, 1)))))
        }
    }

    private func weight(cosine: Double) -> Double {
        switch self {
        case .povey: pow(0.5 - 0.5 * cosine, 0.85)
        case .hann: 0.5 - 0.5 * cosine
        case .hamming: 0.54 - 0.46 * cosine
        case .rectangular: 1
        }
    }
}
