package import FoundationEssentials
package import StenoTranscript

/// Which speakers belong to which part: `{"train": ["19", "32"], "dev": ["1898"]}`.
///
/// A name may hold one `*` for any characters, at its beginning or end: `"4*"`, `"*7"`, `"*"`. A name in full counts
/// more than a pattern, and a longer pattern more than a shorter one. Speakers in no list are left out.
package struct SpeakerLists: Hashable, Sendable {
    private var named: [String: String] = [:]
    private var patterns: [Pattern] = []

    private struct Pattern: Hashable {
        var text: String
        var part: String
    }

    /// The parts by name, the speakers of each.
    package init(_ lists: [String: [String]]) throws(ListError) {
        for (part, names) in lists.sorted(by: { $0.key < $1.key }) {
            for name in names { try add(name, to: part) }
        }
        patterns.sort { ($0.text.count, $1.text) > ($1.text.count, $0.text) }
    }

    /// Reads the lists from a JSON file.
    package init(contentsOf file: URL) throws(CorpusError) {
        let lists: [String: [String]]
        do {
            lists = try JSONDecoder().decode([String: [String]].self, from: Data(contentsOf: file))
        } catch {
            throw CorpusError(
                file, "cannot be read as lists of speakers",
                remedy: "Write {\"train\": [\"19\", …], \"dev\": [\"1898\", …]}.")
        }
        do {
            try self.init(lists)
        } catch {
            throw CorpusError(file, error.fact, remedy: "Give each speaker to one part.")
        }
    }

    /// What is wrong with a list.
    package struct ListError: Error, Hashable {
        package var fact: String
    }

    /// The part a speaker belongs to, nil when no list names the speaker.
    package func part(of speaker: SpeakerID) -> String? {
        named[speaker.rawValue] ?? patterns.first { matches($0.text, speaker.rawValue) }?.part
    }

    private mutating func add(_ name: String, to part: String) throws(ListError) {
        if name.contains("*") {
            guard name.split(separator: "*", omittingEmptySubsequences: false).count == 2,
                name.hasPrefix("*") || name.hasSuffix("*")
            else { throw ListError(fact: "has \"\(name)\", with * neither first nor last") }
            if let other = patterns.first(where: { $0.text == name }), other.part != part {
                throw ListError(fact: "has \"\(name)\" in both \(other.part) and \(part)")
            }
            patterns.append(Pattern(text: name, part: part))
        } else {
            if let other = named[name], other != part {
                throw ListError(fact: "has speaker \(name) in both \(other) and \(part)")
            }
            named[name] = part
        }
    }

    private func matches(_ pattern: String, _ name: String) -> Bool {
        pattern.hasSuffix("*") ? name.hasPrefix(pattern.dropLast()) : name.hasSuffix(pattern.dropFirst())
    }
}
