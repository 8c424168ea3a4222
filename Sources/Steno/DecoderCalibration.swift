public import FoundationEssentials
public import StenoDecoding

/// How much a language model counts beside the sound.
public struct LanguageModelScale: Hashable, Sendable, Codable {
    /// The weight of its natural-log probabilities.
    public var weight: Double
    /// What every word adds to the natural-log score.
    public var wordBonus: Double
    /// How many hypotheses the beam keeps with it; `nil` for as many as without.
    public var beam: Int?

    private enum CodingKeys: String, CodingKey {
        case weight, beam
        case wordBonus = "word_bonus"
    }

    /// A weight and a bonus.
    public init(weight: Double, wordBonus: Double, beam: Int? = nil) {
        self.weight = weight
        self.wordBonus = wordBonus
        self.beam = beam
    }
}

/// What was fitted to a model's emissions after training: `decoder_config.json` of a bundle, and
/// `decoder_config.phonemes.json` for a model's phonemes.
public struct DecoderCalibration: Hashable, Sendable, Codable {
    /// The file's name in a bundle.
    public static func fileName(for units: RecognizerUnits = .spelling) -> String {
        switch units {
        case .spelling: "decoder_config.json"
        case .phonemes: "decoder_config.phonemes.json"
        }
    }

    /// How the times of words differ from the model's peaks.
    public var wordTimes: WordTimeCorrection
    /// How the confidence of words is made; `nil` leaves it as the search gives it.
    public var confidence: ConfidenceCalibration?
    /// How much the bundle's language model counts; `nil` leaves it at the defaults.
    public var languageModel: LanguageModelScale?

    private enum CodingKeys: String, CodingKey {
        case wordTimes = "word_times"
        case confidence
        case languageModel = "language_model"
    }

    /// A calibration of times, confidence and the language model's part.
    public init(
        wordTimes: WordTimeCorrection = .none, confidence: ConfidenceCalibration? = nil,
        languageModel: LanguageModelScale? = nil
    ) {
        self.wordTimes = wordTimes
        self.confidence = confidence
        self.languageModel = languageModel
    }

    /// The calibration in a bundle; that of an unfitted model where the bundle has none.
    ///
    /// - Throws: `RecognizerError` when there is a file that cannot be read.
    public init(bundle folder: URL, units: RecognizerUnits = .spelling) throws(RecognizerError) {
        let file = folder.appending(path: Self.fileName(for: units))
        guard file.exists else {
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
    public func write(toBundle folder: URL, units: RecognizerUnits = .spelling) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(self).write(
            to: folder.appending(path: Self.fileName(for: units)), options: .atomic)
    }
}
