import Steno

/// The weight of a language model and the word bonus with which the fewest words of some utterances are wrong.
///
/// A search over both by steps that are halved where none helps (Hooke and Jeeves 1961, "Direct search"), from the
/// defaults.
struct LanguageModelFit {
    private(set) var scale: LanguageModelScale
    private(set) var errors: Int
    private var tried: [LanguageModelScale: Int] = [:]
    private let directions: [(weight: Double, bonus: Double)]

    private static let start = LanguageModelScale(weight: 0.6, wordBonus: 0.5)
    private static let firstStep = LanguageModelScale(weight: 0.2, wordBonus: 1)
    private static let halvings = 3

    /// - Parameter fitsWeight: Whether there is a language model; without one the word bonus alone is fitted.
    init(
        _ heard: [HeardUtterance], with recognizer: Recognizer, fitsWeight: Bool, on work: ParallelWork
    ) {
        directions =
            fitsWeight ? [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1)] : [(0, 1), (0, -1)]
        scale = Self.start
        errors = Int.max
        _ = improves(Self.start, heard, recognizer, work)
        var step = Self.firstStep
        for _ in 0..<Self.halvings {
            while neighbors(step).contains(where: { improves($0, heard, recognizer, work) }) {}
            step = LanguageModelScale(weight: step.weight / 2, wordBonus: step.wordBonus / 2)
        }
    }

    private func neighbors(_ step: LanguageModelScale) -> [LanguageModelScale] {
        directions.map { weight, bonus in
            LanguageModelScale(
                weight: scale.weight + weight * step.weight,
                wordBonus: scale.wordBonus + bonus * step.wordBonus)
        }
    }

    /// Whether some values err less than the best so far, which they then replace.
    private mutating func improves(
        _ candidate: LanguageModelScale, _ heard: [HeardUtterance], _ recognizer: Recognizer,
        _ work: ParallelWork
    ) -> Bool {
        guard candidate.weight > 0, tried[candidate] == nil else { return false }
        let weighed = recognizer.calibrated(by: DecoderCalibration(languageModel: candidate))
        let count = work.map(heard) { $0.wordErrors(decodedBy: weighed) }.reduce(0, +)
        tried[candidate] = count
        guard count < errors else { return false }
        (scale, errors) = (candidate, count)
        return true
    }
}
