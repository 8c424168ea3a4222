public import FoundationEssentials
public import StenoDecoding

/// What was fitted to a model's emissions after training: `decoder_config.json` of a bundle.
public struct DecoderCalibration: Hashable, Sendable, Codable {
    /// The file's name in a bundle.
    public static let fileName = "decoder_config.json"

    /// How the times of words differ from the model's peaks.
    public var wordTimes: WordTimeCorrection
    /// How the confidence of words is made; `nil` leaves it as the search gives it.
    public var confidence: ConfidenceCalibration?

    private enum CodingKeys: String, CodingKey {
        case wordTimes = "word_times"
        case confidence
    }

    /// A calibration of times and confidence.
    public init(wordTimes: WordTimeCorrection = .none, confidence: ConfidenceCalibration? = nil) {
        self.wordTimes = wordTimes
        self.confidence = confidence
    }

    /// The calibration in a bundle; that of an unfitted model where the bundle has none.
    ///
    /// - Throws: `RecognizerError` when there is a file that cannot be read.
    public init(bundle folder: URL) throws(RecognizerError) {
        let file = folder.appending(path: Self.fileName)
        guard FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) else {
            self.init()
            return
        }
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
        } catch {
            throw .badCalibration(file: file, reason: "\(error)")
        }
    }

    /// Writes the calibration into a bundle, whole or not at all.
    public func write(toBundle folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(self).write(to: folder.appending(path: Self.fileName), options: .atomic)
    }
}
