import FoundationEssentials
import StenoTranscript

/// What preparing a corpus came to: the parts, what is not in them, and why.
package struct PreparationReport: Hashable, Sendable {
    /// One manifest in numbers.
    package struct Part: Hashable, Sendable {
        package var name: String
        package var utterances: Int
        package var duration: Duration
        package var speakers: Int
        package var words: Int

        /// - Parameter speakers: Everyone heard; by default the speakers the utterances name.
        init(_ name: String, utterances: [Utterance], speakers: Set<SpeakerID>? = nil) {
            self.name = name
            self.utterances = utterances.count
            duration = utterances.reduce(.zero) { $0 + $1.duration }
            self.speakers = (speakers ?? Set(utterances.compactMap(\.speaker))).count
            words = utterances.reduce(0) { $0 + $1.wordCount }
        }
    }

    /// The parts, `train`, `dev` and `test` first.
    package var parts: [Part]

    /// Everything the corpus holds that is in no part.
    package var leftOut: [LeftOut]

    package init(parts: [Part], leftOut: [LeftOut]) {
        let usual = ["train", "dev", "test"]
        func rank(_ part: Part) -> (Int, String) {
            (usual.firstIndex(of: part.name) ?? usual.count, part.name)
        }
        self.parts = parts.sorted { rank($0) < rank($1) }
        self.leftOut = leftOut
    }

    /// Writes `left_out.tsv`, one line for everything left out: name, reason, detail.
    func writeLeftOut(to folder: URL) throws(CorpusError) {
        let lines = leftOut.map { item in
            [item.name, item.reason.rawValue, item.detail]
                .map { String($0.map { $0.isNewline || $0 == "\t" ? " " : $0 }) }
                .joined(separator: "\t") + "\n"
        }
        try Data(("name\treason\tdetail\n" + lines.joined()).utf8).replace(
            folder.appending(path: "left_out.tsv"))
    }
}

extension PreparationReport: CustomStringConvertible {
    /// A table for people: a line for each part, and a line for each reason with its first example.
    package var description: String {
        var rows = [["part", "utterances", "hours", "speakers", "words"]]
        for part in parts {
            rows.append([
                part.name, "\(part.utterances)", part.duration.hoursText, "\(part.speakers)", "\(part.words)",
            ])
        }
        let table = aligned(rows)
        guard !leftOut.isEmpty else { return table + "Nothing was left out.\n" }
        return table + "Left out: \(leftOut.count), listed in left_out.tsv\n" + reasons
    }

    private var reasons: String {
        LeftOut.Reason.allCases.map { reason in
            let items = leftOut.filter { $0.reason == reason }
            guard let first = items.first else { return "" }
            let example = first.detail.isEmpty ? first.name : "\(first.name): \(first.detail)"
            return "  \(items.count) \(reason.rawValue) (\(example))\n"
        }.joined()
    }

    /// Rows in columns: the first to the left, numbers to the right.
    private func aligned(_ rows: [[String]]) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).enumerated().map { column, cell in
                let padding = String(repeating: " ", count: cell.1 - cell.0.count)
                return column == 0 ? cell.0 + padding : padding + cell.0
            }.joined(separator: "  ") + "\n"
        }.joined()
    }
}

extension Duration {
    /// Hours with two decimals.
    fileprivate var hoursText: String {
        let hundredths = Int((inSeconds / 36).rounded())
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}
