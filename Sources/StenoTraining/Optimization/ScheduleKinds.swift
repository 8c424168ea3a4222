import Foundation

/// Rises linearly to `peak` over `warmUpSteps`, then stays.
package struct ConstantSchedule: Codable, Equatable, Sendable {
    package var kind = "constant"
    package var peak: Double
    package var warmUpSteps: Int

    package init(peak: Double = 1e-3, warmUpSteps: Int = 200) {
        self.peak = peak
        self.warmUpSteps = warmUpSteps
    }

    package func rate(at progress: TrainingProgress) -> Double {
        peak * warmUp(progress.step, over: warmUpSteps)
    }

    enum CodingKeys: String, CodingKey {
        case kind, peak
        case warmUpSteps = "warm_up_steps"
    }
}

/// Warms up, then falls along half a cosine over the planned epochs to `floor` times the peak
/// (Loshchilov and Hutter 2017, one cycle).
package struct CosineSchedule: Codable, Equatable, Sendable {
    package var kind = "cosine"
    package var peak: Double
    package var warmUpSteps: Int
    package var floor: Double

    package init(peak: Double = 1e-3, warmUpSteps: Int = 200, floor: Double = 0.01) {
        self.peak = peak
        self.warmUpSteps = warmUpSteps
        self.floor = floor
    }

    package func rate(at progress: TrainingProgress) -> Double {
        let fraction = min(progress.epoch / Double(max(progress.epochs, 1)), 1)
        let shape = floor + (1 - floor) * (1 + cos(.pi * fraction)) / 2
        return peak * warmUp(progress.step, over: warmUpSteps) * shape
    }

    enum CodingKeys: String, CodingKey {
        case kind, peak, floor
        case warmUpSteps = "warm_up_steps"
    }
}

/// Warms up to `peak`, then falls with the square root of the step (Vaswani et al. 2017, section 5.3, written
/// so that the peak is the parameter instead of the model's width).
package struct NoamSchedule: Codable, Equatable, Sendable {
    package var kind = "noam"
    package var peak: Double
    package var warmUpSteps: Int

    package init(peak: Double = 1e-3, warmUpSteps: Int = 1_000) {
        self.peak = peak
        self.warmUpSteps = warmUpSteps
    }

    package func rate(at progress: TrainingProgress) -> Double {
        let step = Double(max(progress.step, 1)), turn = Double(max(warmUpSteps, 1))
        return peak * min(step / turn, (turn / step).squareRoot())
    }

    enum CodingKeys: String, CodingKey {
        case kind, peak
        case warmUpSteps = "warm_up_steps"
    }
}

/// Falls with the fourth root of both the steps and the epochs, after a warm-up from one half (Yao et al. 2024,
/// "Zipformer", section 3.5).
package struct EdenSchedule: Codable, Equatable, Sendable {
    package var kind = "eden"
    package var peak: Double
    package var warmUpSteps: Int
    /// The step, and the epoch, around which the rate begins to fall.
    package var steps: Double
    package var epochs: Double

    package init(peak: Double = 3e-3, warmUpSteps: Int = 500, steps: Double = 5_000, epochs: Double = 6) {
        self.peak = peak
        self.warmUpSteps = warmUpSteps
        self.steps = steps
        self.epochs = epochs
    }

    package func rate(at progress: TrainingProgress) -> Double {
        let warmed = 0.5 + 0.5 * warmUp(progress.step, over: warmUpSteps)
        return peak * warmed * decay(Double(progress.step), steps) * decay(progress.epoch, epochs)
    }

    private func decay(_ done: Double, _ knee: Double) -> Double {
        1 / ((done * done + knee * knee) / (knee * knee)).squareRoot().squareRoot()
    }

    enum CodingKeys: String, CodingKey {
        case kind, peak, steps, epochs
        case warmUpSteps = "warm_up_steps"
    }
}

/// Multiplies the rate by `factor` whenever the development set has not improved for `patience` epochs.
package struct PlateauSchedule: Codable, Equatable, Sendable {
    package var kind = "plateau"
    package var peak: Double
    package var warmUpSteps: Int
    package var factor: Double
    package var patience: Int
    package var floor: Double

    package init(
        peak: Double = 1e-3, warmUpSteps: Int = 200, factor: Double = 0.5, patience: Int = 3,
        floor: Double = 0.01
    ) {
        self.peak = peak
        self.warmUpSteps = warmUpSteps
        self.factor = factor
        self.patience = patience
        self.floor = floor
    }

    package func rate(at progress: TrainingProgress) -> Double {
        var shape = 1.0
        var best = Double.infinity
        var waited = 0
        for error in progress.developmentErrors {
            waited = error < best ? 0 : waited + 1
            best = min(best, error)
            guard waited >= max(patience, 1) else { continue }
            shape *= factor
            waited = 0
        }
        return peak * warmUp(progress.step, over: warmUpSteps) * max(shape, floor)
    }

    enum CodingKeys: String, CodingKey {
        case kind, peak, factor, patience, floor
        case warmUpSteps = "warm_up_steps"
    }
}

/// The fraction of the full rate during a linear warm-up; 1 after it.
private func warmUp(_ step: Int, over steps: Int) -> Double {
    steps > 0 ? min(Double(step) / Double(steps), 1) : 1
}
