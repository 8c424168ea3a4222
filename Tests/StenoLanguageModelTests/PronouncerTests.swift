import Foundation
import StenoLanguageModel
import StenoTestSupport
import StenoText
import Testing

@Suite("Pronouncer")
struct PronouncerTests {
    /// A language of six letters in which every letter sounds as it is written, but `ph` sounds as one, `x` as two, and
    /// `e` at the end of a word not at all.
    private static func sound(_ word: String) -> [String] {
        var phonemes: [String] = []
        let letters = Array(word)
        for (place, letter) in letters.enumerated() {
            switch letter {
            case "p": phonemes.append(letters.dropFirst(place + 1).first == "h" ? "F" : "P")
            case "h": if place == 0 || letters[place - 1] != "p" { phonemes.append("HH") }
            case "x": phonemes += ["K", "S"]
            case "e": if place < letters.count - 1 { phonemes.append("EH") }
            default: phonemes.append(letter.uppercased())
            }
        }
        return phonemes
    }

    private static func words(_ count: Int, seed: UInt64) -> [String] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            String(
                (0..<Int.random(in: 3...8, using: &generator)).map { _ in
                    Array("phxeab")[Int.random(in: 0..<6, using: &generator)]
                })
        }.filter { !sound($0).isEmpty }
    }

    private func pronouncer(_ words: [String]) throws -> Pronouncer {
        var lexicon = Lexicon()
        for word in words { lexicon.add(word, spelling: Self.sound(word)) }
        let folder = try TemporaryFolder()
        try Pronouncer.learn(from: lexicon, writingTo: folder.file("p.bin"))
        return try Pronouncer(at: folder.file("p.bin"))
    }

    @Test("rules that all words of a dictionary follow are applied to words it lacks")
    func rules() throws {
        let known = Self.words(3_000, seed: 1), unknown = Set(Self.words(300, seed: 2)).subtracting(known)
        let pronouncer = try pronouncer(known)
        let right = unknown.count { pronouncer.pronunciations(of: $0).first == Self.sound($0) }
        #expect(unknown.count > 150)
        // Seven letters of context hold every rule; a word of letters rarely seen together may still go wrong.
        #expect(Double(right) >= 0.95 * Double(unknown.count), "\(right) of \(unknown.count)")
    }

    @Test("a word of other letters has no pronunciation, and a letter that is not known says nothing")
    func strangers() throws {
        let pronouncer = try pronouncer(Self.words(1_000, seed: 1))
        #expect(pronouncer.pronunciations(of: "ωω").isEmpty)
        #expect(pronouncer.pronunciations(of: "").isEmpty)
        #expect(pronouncer.pronunciations(of: "a-b").first == ["A", "B"])
    }

    @Test("an irregular word is known by heart when it is common, and read by the rules when it is rare")
    func irregular() throws {
        var lexicon = Lexicon()
        for word in Self.words(2_000, seed: 1) { lexicon.add(word, spelling: Self.sound(word)) }
        lexicon.add("bepha", spelling: ["P", "A", "P", "A"])
        let folder = try TemporaryFolder()
        try Pronouncer.learn(from: lexicon, occurrences: ["bepha": 40], writingTo: folder.file("common"))
        try Pronouncer.learn(from: lexicon, writingTo: folder.file("rare"))
        #expect(
            try Pronouncer(at: folder.file("common")).pronunciations(of: "bepha")[0] == ["P", "A", "P", "A"])
        #expect(try Pronouncer(at: folder.file("rare")).pronunciations(of: "bepha")[0] == Self.sound("bepha"))
    }

    @Test("no more pronunciations are given than asked for, each once")
    func limit() throws {
        let pronouncer = try pronouncer(Self.words(1_000, seed: 1))
        let all = pronouncer.pronunciations(of: "apehxabe", limit: 10)
        #expect(Set(all).count == all.count && !all.isEmpty)
        #expect(pronouncer.pronunciations(of: "apehxabe", limit: 1) == [all[0]])
    }

    @Test("a dictionary without words teaches nothing, and says so")
    func empty() throws {
        let folder = try TemporaryFolder()
        #expect(throws: LanguageModelError.self) {
            try Pronouncer.learn(from: Lexicon(), writingTo: folder.file("p.bin"))
        }
    }
}
