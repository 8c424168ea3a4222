import Foundation

/// The times of several runs of one piece of work, printed as a JSON line of the form the peers' scripts print.
struct Measurement {
    let section: String
    let name: String
    let shape: String
    let threads: Int
    private let seconds: [Double]

    /// Runs the work once to warm up, then `count` times.
    init(section: String, name: String, shape: String, threads: Int = 1, count: Int, work: () throws -> Void)
        rethrows
    {
        self.section = section
        self.name = name
        self.shape = shape
        self.threads = threads
        let clock = ContinuousClock()
        try work()
        seconds = try (0..<count).map { _ in try clock.measure(work) / .seconds(1) }.sorted()
    }

    /// Prints the median, lowest and highest of `amount / seconds`.
    func printRate(amount: Double, unit: String) throws {
        let median = seconds[seconds.count / 2]
        let line = Line(
            section: section, name: name, shape: shape, threads: threads, value: amount / median, unit: unit,
            lo: amount / seconds[seconds.count - 1], hi: amount / seconds[0], n: seconds.count,
            seconds: median, peakMegabytes: Self.peakMegabytes)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(line), as: UTF8.self))
    }

    private struct Line: Encodable {
        let section: String, name: String, shape: String
        let threads: Int
        let value: Double
        let unit: String
        let lo: Double, hi: Double
        let n: Int
        let seconds: Double
        let peakMegabytes: Double?
    }

    /// The most memory the process has held so far.
    private static var peakMegabytes: Double? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else {
            return nil
        }
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }.map { $0 / 1024 }
    }
}
