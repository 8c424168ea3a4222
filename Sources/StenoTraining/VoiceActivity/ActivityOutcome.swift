import Foundation

/// What was measured of a detector.
package struct ActivityOutcome: StepOutcome {
    /// Frames counted against the truth.
    package struct Errors: Sendable {
        private var speech = 0, missed = 0, pause = 0, falseAlarms = 0

        mutating func add(found: [Bool], truth: [Bool]) {
            for (found, truth) in zip(found, truth) {
                if truth { speech += 1 } else { pause += 1 }
                if truth, !found { missed += 1 }
                if !truth, found { falseAlarms += 1 }
            }
        }

        /// Of the frames with speech those that were not found, and of the others those that were.
        package var missedShare: Double { Double(missed) / Double(max(1, speech)) }
        package var falseShare: Double { Double(falseAlarms) / Double(max(1, pause)) }

        var text: String {
            String(format: "%.1f %% missed, %.1f %% false", 100 * missedShare, 100 * falseShare)
        }
    }

    /// One ratio of speech to noise.
    package struct Row: Sendable {
        package let decibels: Double?
        package var trained = Errors()
        package var byEnergy = Errors()

        var title: String { decibels.map { String(format: "%.0f dB", $0) } ?? "no noise" }
    }

    package let rows: [Row]

    package var text: String {
        rows.map { "\($0.title): \($0.trained.text) (by energy \($0.byEnergy.text))" }.joined(separator: "\n")
    }
}
