import Foundation
import StenoCorpora
import StenoJSON
import StenoTestSupport
import StenoTranscript
import Testing

@Suite("A manifest")
struct ManifestTests {
    let corpus: CorpusFolder

    init() throws {
        corpus = try CorpusFolder()
    }

    @Test("reads what NeMo writes, with paths from its own folder")
    func minimal() throws {
        try corpus.text(
            "sets/train.jsonl",
            """
            {"audio_filepath": "audio/a.wav", "duration": 1.5, "text": "one two"}
            {"audio_filepath": "/data/b.flac", "duration": 2, "text": ""}
            """)
        let file = corpus.url.appending(path: "sets/train.jsonl")
        let utterances = try ManifestReader.utterances(in: file)
        #expect(utterances.count == 2)
        #expect(
            utterances[0].audio.path
                == corpus.url.standardizedFileURL.appending(path: "sets/audio/a.wav").path)
        #expect(utterances[0].duration == .milliseconds(1500))
        #expect(utterances[0].offset == .zero)
        #expect(utterances[0].text == "one two")
        #expect(utterances[0].id == "audio/a")
        #expect(utterances[0].speaker == nil)
        #expect(utterances[1].audio.path == "/data/b.flac")
        #expect(utterances[1].text == "")
    }

    @Test("keeps offset, speaker, id and every other field through a round trip")
    func roundTrip() throws {
        let line = """
            {"audio_filepath":"audio/a.wav","duration":1.5,"gender":"F","id":"x","nested":{"list":[1,2.5,null,true]},\
            "offset":0.25,"speaker":"19","text":"grüß gott"}

            """
        try corpus.text("a.jsonl", line)
        let utterances = try ManifestReader.utterances(in: corpus.url.appending(path: "a.jsonl"))
        #expect(utterances[0].speaker == "19")
        #expect(utterances[0].offset == .milliseconds(250))
        #expect(utterances[0].extra["gender"] == .string("F"))
        #expect(
            utterances[0].extra["nested"]
                == .object(["list": .array([.integer(1), .number(2.5), .null, .bool(true)])]))
        try ManifestWriter.write(utterances, to: corpus.url.appending(path: "b.jsonl"))
        #expect(try corpus.contents(of: "b.jsonl") == line)
    }

    @Test("writes whole paths for audio outside its folder")
    func outside() throws {
        let audio = URL(filePath: "/corpora/x.wav")
        let manifest = corpus.url.appending(path: "m.jsonl")
        try ManifestWriter.write(
            [Utterance(id: "x", audio: audio, duration: .seconds(1), text: "a")], to: manifest)
        #expect(try corpus.contents(of: "m.jsonl").contains("\"/corpora/x.wav\""))
        #expect(try ManifestReader.utterances(in: manifest)[0].audio.path == audio.path)
    }

    @Test("gives utterances without an id one that tells recordings and segments apart")
    func derivedIDs() throws {
        try corpus.text(
            "m.jsonl",
            """
            {"audio_filepath": "anna/talk.wav", "duration": 1, "text": "a"}
            {"audio_filepath": "bert/talk.wav", "duration": 1, "text": "a"}
            {"audio_filepath": "bert/talk.wav", "duration": 1, "offset": 1.5, "text": "b", "speaker": 7}
            """)
        let utterances = try ManifestReader.utterances(in: corpus.url.appending(path: "m.jsonl"))
        #expect(utterances.map(\.id) == ["anna/talk", "bert/talk", "bert/talk-1.5"])
        #expect(utterances[2].speaker == "7")
    }

    @Test(
        "refuses a bad line by its number",
        arguments: [
            (#"{"duration": 1, "text": "a"}"#, #"has no "audio_filepath""#),
            (#"{"audio_filepath": "a.wav", "text": "a"}"#, #"has no "duration""#),
            (#"{"audio_filepath": "a.wav", "duration": 1}"#, #"has no "text""#),
            (
                #"{"audio_filepath": "a.wav", "duration": "1", "text": "a"}"#,
                #"has the wrong type of value in "duration""#
            ),
            (#"{"audio_filepath": "a.wav", "duration": 0, "text": "a"}"#, #"has a "duration" of 0.0 s"#),
            (
                #"{"audio_filepath": "a.wav", "duration": 1, "offset": -1, "text": "a"}"#,
                #"has an "offset" of -1.0 s"#
            ),
            ("[1, 2]", "is not a JSON object"),
            ("", "is not a JSON object"),
            (#"{"audio_filepath": "a.wav", "#, "is not a JSON object"),
        ])
    func badLines(line: String, fact: String) throws {
        let good = #"{"audio_filepath": "a.wav", "duration": 1, "text": "a"}"#
        try corpus.text("m.jsonl", [good, line, good].joined(separator: "\n") + "\n")
        let file = corpus.url.appending(path: "m.jsonl")
        let error = #expect(throws: CorpusError.self) { try ManifestReader.utterances(in: file) }
        #expect(error?.line == 2)
        #expect(error?.description.contains("m.jsonl:2 \(fact)") == true, "\(String(describing: error))")
    }

    @Test("goes on after a bad line when asked for the next utterance")
    func recovery() throws {
        try corpus.text(
            "m.jsonl", "nonsense\n{\"audio_filepath\": \"a.wav\", \"duration\": 1, \"text\": \"a\"}")
        var reader = try ManifestReader(corpus.url.appending(path: "m.jsonl"))
        #expect(throws: CorpusError.self) { try reader.next() }
        #expect(reader.line == 1)
        #expect(try reader.next()?.text == "a")
        #expect(try reader.next() == nil)
    }

    @Test("says which file is missing")
    func missing() {
        let error = #expect(throws: CorpusError.self) {
            try ManifestReader(corpus.url.appending(path: "none.jsonl"))
        }
        #expect(error?.description.contains("none.jsonl does not exist") == true)
    }

    @Test("writes durations a person can read and a sample can be told from")
    func durations() throws {
        let seconds = [0.6434, 14.085, 1.0 / 3, 2 / 44_100.0]
        let utterances = seconds.map {
            Utterance(id: "u", audio: URL(filePath: "/a.wav"), duration: .seconds($0), text: "a")
        }
        let file = corpus.url.appending(path: "m.jsonl")
        try ManifestWriter.write(utterances, to: file)
        let text = try corpus.contents(of: "m.jsonl")
        #expect(text.contains(#""duration":0.6434,"#) && text.contains(#""duration":14.085,"#))
        for (utterance, seconds) in zip(try ManifestReader.utterances(in: file), seconds) {
            // Half of the 0.1 µs that manifests round to.
            #expect(abs(utterance.duration.inSeconds - seconds) <= 0.5e-7)
        }
    }
}
