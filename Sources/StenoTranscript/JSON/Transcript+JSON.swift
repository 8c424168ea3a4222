extension Transcript {
    var json: OrderedJSON {
        .object([
            ("text", .string(text)),
            ("duration", OrderedJSON(duration)),
            ("language", OrderedJSON(language)),
            ("segments", .array(segments.map(\.json))),
        ])
    }

    init(json: JSONNode) throws(TranscriptError) {
        var segments: [Segment] = []
        for node in try json.array("segments") { segments.append(try Segment(json: node)) }
        self.init(
            duration: try json.seconds("duration"), language: try json.optionalString("language"),
            segments: segments)
        try json.checkText(is: text)
    }
}

extension Segment {
    var json: OrderedJSON { .object(members) }

    /// The members of its JSON object, to which an event adds its own.
    var members: [(String, OrderedJSON)] {
        [
            ("id", .integer(id)),
            ("start", OrderedJSON(time.start)),
            ("end", OrderedJSON(time.end)),
            ("speaker", OrderedJSON(speaker?.rawValue)),
            ("text", .string(text)),
            ("confidence", OrderedJSON(confidence: confidence)),
            ("words", .array(words.map(\.json))),
        ]
    }

    init(json: JSONNode) throws(TranscriptError) {
        var words: [Word] = []
        for node in try json.array("words") { words.append(try Word(json: node)) }
        self.init(
            id: try json.integer("id"), time: try json.time(), speaker: try json.speaker(), words: words,
            confidence: try json.confidence())
        try json.checkText(is: text)
    }
}

extension Word {
    var json: OrderedJSON {
        .object([
            ("word", .string(text)),
            ("start", OrderedJSON(time.start)),
            ("end", OrderedJSON(time.end)),
            ("confidence", OrderedJSON(confidence: confidence)),
            ("speaker", OrderedJSON(speaker?.rawValue)),
        ])
    }

    init(json: JSONNode) throws(TranscriptError) {
        self.init(
            text: try json.string("word"), time: try json.time(), confidence: try json.confidence(),
            speaker: try json.speaker())
    }
}

extension JSONNode {
    /// The text is there for people who do not need the words; it must say the same.
    fileprivate func checkText(is joined: String) throws(TranscriptError) {
        let text = try string("text")
        guard text == joined else {
            throw TranscriptError(line: line, "\"text\" says \"\(text)\" but the words say \"\(joined)\"")
        }
    }
}
