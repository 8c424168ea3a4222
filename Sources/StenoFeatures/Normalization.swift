import StenoKernels
public import StenoTensor

/// How features are shifted and scaled before a network sees them.
public enum FeatureNormalization: Sendable, Equatable {
    /// Not at all.
    case none
    /// (x - mean) / deviation with statistics of the training data, one of each for every feature.
    case global(mean: [Float], deviation: [Float])
    /// The mean of each feature over the utterance becomes 0, its variance 1 if so asked. Not for streams.
    case utterance(scalesVariance: Bool)

    /// Normalizes one frame, `[F]`, where that does not need the others.
    func normalize(_ row: inout MutableSpan<Float>) {
        guard case .global(let mean, let deviation) = self else { return }
        for index in mean.indices { row[index] = (row[index] - mean[index]) / deviation[index] }
    }
}

/// Mean and variance of features, gathered utterance by utterance.
public struct FeatureStatistics: Sendable {
    private var count = 0
    private var sums: [Double]
    private var squares: [Double]

    /// Statistics of frames with so many features, of none so far.
    public init(featureCount: Int) {
        sums = Array(repeating: 0, count: featureCount)
        squares = sums
    }

    /// Takes in every frame of `[T, F]`.
    public mutating func add(_ features: Tensor) {
        precondition(
            features.shape[-1] == sums.count, "frames of \(features.shape[-1]) features, not \(sums.count)")
        let elements = features.elements
        for index in 0..<elements.count {
            let value = Double(elements[index])
            sums[index % sums.count] += value
            squares[index % sums.count] += value * value
        }
        count += features.shape[0]
    }

    /// The normalization that gives what was taken in mean 0 and variance 1; none while nothing was.
    public var normalization: FeatureNormalization {
        guard count > 0 else { return .none }
        let mean = sums.map { $0 / Double(count) }
        let deviation = zip(squares, mean).map { square, mean in
            max(square / Double(count) - mean * mean, leastVariance).squareRoot()
        }
        return .global(mean: mean.map { Float($0) }, deviation: deviation.map { Float($0) })
    }
}

/// A feature that never changes is not blown up.
private let leastVariance = 1e-10

/// Gives every column of `[T, F]` mean 0, and variance 1 if so asked.
func normalizedOverTime(_ features: Tensor, scalesVariance: Bool) -> Tensor {
    var statistics = FeatureStatistics(featureCount: features.shape[1])
    statistics.add(features)
    guard case .global(let mean, let deviation) = statistics.normalization else { return features }
    let normalization = FeatureNormalization.global(
        mean: mean, deviation: scalesVariance ? deviation : Array(repeating: 1, count: mean.count))
    var result = features
    var rows = result.mutableElements
    for frame in 0..<features.shape[0] {
        var row = rows._mutatingExtracting((frame * mean.count)..<((frame + 1) * mean.count))
        normalization.normalize(&row)
    }
    return result
}
