/// Where a training run stands, as far as the learning rate is concerned.
package struct TrainingProgress: Sendable {
    /// Optimizer steps done, this one included; the first is 1.
    package var step: Int
    /// Epochs done, with the fraction of the one under way.
    package var epoch: Double
    /// Epochs planned.
    package var epochs: Int
    /// Word error rate on the development set after each finished epoch.
    package var developmentErrors: [Double]

    package init(step: Int, epoch: Double, epochs: Int, developmentErrors: [Double] = []) {
        self.step = step
        self.epoch = epoch
        self.epochs = epochs
        self.developmentErrors = developmentErrors
    }
}

/// How large the optimizer's steps are as training goes on.
///
/// A schedule has no memory: the rate is a function of the progress, so a resumed run continues on the same curve.
package enum LearningRateSchedule: Equatable, Sendable {
    case constant(ConstantSchedule)
    case cosine(CosineSchedule)
    case noam(NoamSchedule)
    case eden(EdenSchedule)
    case plateau(PlateauSchedule)

    package func rate(at progress: TrainingProgress) -> Double {
        switch self {
        case .constant(let schedule): schedule.rate(at: progress)
        case .cosine(let schedule): schedule.rate(at: progress)
        case .noam(let schedule): schedule.rate(at: progress)
        case .eden(let schedule): schedule.rate(at: progress)
        case .plateau(let schedule): schedule.rate(at: progress)
        }
    }

    /// The defaults of each kind.
    package static let kinds: [LearningRateSchedule] = [
        .constant(.init()), .cosine(.init()), .noam(.init()), .eden(.init()), .plateau(.init()),
    ]
}

extension LearningRateSchedule: Codable {
    private enum CodingKeys: CodingKey {
        case kind
    }

    package init(from decoder: any Decoder) throws {
        let kind = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .kind)
        switch kind {
        case "constant": self = .constant(try ConstantSchedule(from: decoder))
        case "noam": self = .noam(try NoamSchedule(from: decoder))
        case "eden": self = .eden(try EdenSchedule(from: decoder))
        case "plateau": self = .plateau(try PlateauSchedule(from: decoder))
        default: self = .cosine(try CosineSchedule(from: decoder))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .constant(let schedule): try schedule.encode(to: encoder)
        case .cosine(let schedule): try schedule.encode(to: encoder)
        case .noam(let schedule): try schedule.encode(to: encoder)
        case .eden(let schedule): try schedule.encode(to: encoder)
        case .plateau(let schedule): try schedule.encode(to: encoder)
        }
    }
}
