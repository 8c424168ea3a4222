/// Options that no features can be computed with, or that a stream cannot honour. The description is one line.
public enum FeatureError: Error, Equatable {
    /// An option is outside its range.
    case invalidOption(name: String, value: String, allowed: String)
    /// A mel band is so narrow that no frequency of the transform lies in it.
    case emptyBand(index: Int, binCount: Int, transformSize: Int)
    /// Normalization over the whole utterance needs the whole utterance.
    case notStreamable
    /// The statistics are for another number of features.
    case wrongStatistics(count: Int, featureCount: Int)
    /// `preprocessor_config.json` names an extractor that is not one of ours.
    case unknownExtractor(name: String)
}

extension FeatureError: CustomStringConvertible {
    /// One line: the thing, the fact, the way out.
    public var description: String {
        switch self {
        case .invalidOption(let name, let value, let allowed): "\(name) is \(value); it has to be \(allowed)"
        case .emptyBand(let index, let count, let size):
            "band \(index) of \(count) holds no frequency of the \(size)-point transform; "
                + "use fewer bands, longer frames or a higher lowest frequency"
        case .notStreamable:
            "features normalized over the whole utterance cannot be streamed; use global statistics or none"
        case .wrongStatistics(let count, let featureCount):
            "mean and std are of \(count) features, but frames have \(featureCount)"
        case .unknownExtractor(let name):
            "feature_extractor_type \"\(name)\" is not known; fbank, mfcc and spectrogram are"
        }
    }
}
