extension StreamEvent {
    /// The event as one line of JSON, without the line break.
    public var jsonLine: String {
        let members: [(String, OrderedJSON)]
        switch self {
        case .partial(let partial, _): members = [("type", .string("partial"))] + partial.members
        case .final(let segment, _): members = [("type", .string("final"))] + segment.members
        case .end(let duration, _): members = [("type", .string("end")), ("duration", OrderedJSON(duration))]
        }
        return OrderedJSON.object(members + [("received", OrderedJSON(received))]).line
    }

    /// Reads one line of JSON.
    ///
    /// - Throws: `TranscriptError` when it is no event; its line is 1.
    public init(jsonLine: String) throws(TranscriptError) {
        try self.init(json: JSONParser.parse(jsonLine))
    }

    /// Reads the events of a whole stream, one a line. Empty lines are passed over.
    ///
    /// - Throws: `TranscriptError` with the line that is no event.
    public static func events(reading text: String) throws(TranscriptError) -> [StreamEvent] {
        var events: [StreamEvent] = []
        for line in SourceLine.lines(of: text) {
            events.append(try StreamEvent(json: JSONParser.parse(line.text, firstLine: line.number)))
        }
        return events
    }

    private init(json: JSONNode) throws(TranscriptError) {
        let received = try json.seconds("received")
        switch try json.string("type") {
        case "partial": self = .partial(try PartialResult(json: json), received: received)
        case "final": self = .final(try Segment(json: json), received: received)
        case "end": self = .end(duration: try json.seconds("duration"), received: received)
        case let type: throw TranscriptError(line: json.line, "\"\(type)\" is no type of event")
        }
    }
}

extension PartialResult {
    fileprivate var members: [(String, OrderedJSON)] {
        [
            ("start", OrderedJSON(time.start)),
            ("end", OrderedJSON(time.end)),
            ("text", .string(text)),
            ("stable", .string(stable)),
            ("speaker", OrderedJSON(speaker?.rawValue)),
        ]
    }

    fileprivate init(json: JSONNode) throws(TranscriptError) {
        let (text, stable) = (try json.string("text"), try json.string("stable"))
        guard text.hasPrefix(stable) else {
            throw TranscriptError(line: json.line, "\"stable\" is not a prefix of \"text\"")
        }
        self.init(time: try json.time(), text: text, stable: stable, speaker: try json.speaker())
    }
}

extension Transcript {
    /// The events a stream would have ended with: each segment, then the end.
    var finalEvents: [StreamEvent] {
        segments.map { .final($0, received: duration) } + [.end(duration: duration, received: duration)]
    }

    /// What a stream said in the end: its final segments.
    ///
    /// - Throws: `TranscriptError` when the stream did not end, or went on after its end.
    public init(finalsOf events: [StreamEvent]) throws(TranscriptError) {
        var segments: [Segment] = []
        for event in events.dropLast() {
            switch event {
            case .partial: break
            case .final(let segment, _): segments.append(segment)
            case .end: throw TranscriptError("events follow the end of the stream")
            }
        }
        guard case .end(let duration, _) = events.last else {
            throw TranscriptError("the stream has no \"end\" event; it was cut off")
        }
        self.init(duration: duration, segments: segments)
    }
}
