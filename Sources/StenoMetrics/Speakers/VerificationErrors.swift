/// How well scores tell a speaker from others.
package struct VerificationErrors: Hashable, Sendable {
    /// What a threshold does: who scores at least that much is taken for the speaker.
    package struct OperatingPoint: Hashable, Sendable {
        package let threshold: Double
        /// The share of true trials turned away.
        package let missRate: Double
        /// The share of false trials let in.
        package let falseAlarmRate: Double
    }

    /// From the strictest threshold, infinite, to the most lenient; one for each score that occurs.
    package let points: [OperatingPoint]

    /// Scores of trials with the speaker himself and with others; there must be both.
    package init(targets: [Double], others: [Double]) {
        precondition(!targets.isEmpty && !others.isEmpty, "verification needs trials of both kinds")
        let trials = (targets.map { ($0, true) } + others.map { ($0, false) }).sorted { $0.0 > $1.0 }
        var (hits, alarms, place) = (0, 0, 0)
        var points = [OperatingPoint(threshold: .infinity, missRate: 1, falseAlarmRate: 0)]
        while place < trials.count {
            let threshold = trials[place].0
            while place < trials.count, trials[place].0 == threshold {
                if trials[place].1 { hits += 1 } else { alarms += 1 }
                place += 1
            }
            points.append(
                OperatingPoint(
                    threshold: threshold, missRate: 1 - Double(hits) / Double(targets.count),
                    falseAlarmRate: Double(alarms) / Double(others.count)))
        }
        self.points = points
    }

    /// The rate at which misses and false alarms are equal, on the straight line between the two thresholds where
    /// they cross.
    package var equalErrorRate: Double {
        for (before, after) in zip(points, points.dropFirst()) where after.falseAlarmRate >= after.missRate {
            let gap = before.missRate - before.falseAlarmRate
            let closed = gap - (after.missRate - after.falseAlarmRate)
            let share = gap / closed
            return before.falseAlarmRate + share * (after.falseAlarmRate - before.falseAlarmRate)
        }
        return 1
    }

    /// The threshold at which misses and false alarms are closest, for deciding with equal costs.
    package var equalErrorThreshold: Double {
        let closest = points.dropFirst().min {
            abs($0.missRate - $0.falseAlarmRate) < abs($1.missRate - $1.falseAlarmRate)
        }
        return closest?.threshold ?? .infinity
    }

    /// The least cost of errors that a threshold reaches, relative to deciding without listening (NIST SRE).
    ///
    /// - Parameters:
    ///   - targetShare: How often a trial is with the speaker himself.
    ///   - missCost: What turning him away costs.
    ///   - falseAlarmCost: What letting somebody else in costs.
    package func minimumDetectionCost(
        targetShare: Double = 0.01, missCost: Double = 1, falseAlarmCost: Double = 1
    ) -> Double {
        let costs = points.map {
            missCost * $0.missRate * targetShare + falseAlarmCost * $0.falseAlarmRate * (1 - targetShare)
        }
        return (costs.min() ?? 0) / min(missCost * targetShare, falseAlarmCost * (1 - targetShare))
    }
}
