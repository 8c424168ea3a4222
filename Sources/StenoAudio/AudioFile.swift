import CSndFile
public import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An audio file open for reading, in any format libsndfile opens.
///
/// It is read block by block and never held whole. The only owner of the decoder: it cannot be copied, and closes
/// the file when it goes.
public struct AudioFile: ~Copyable {
    /// What the file says about itself.
    public let info: AudioInfo
    /// Frames read so far.
    public private(set) var framesRead = 0
    /// What was found wrong so far; complete once the end was reached.
    public private(set) var warnings: [AudioWarning] = []

    private let decoder: OpaquePointer
    private let isCompressed: Bool
    private var atEnd = false

    /// Opens a file.
    ///
    /// - Throws: `AudioError` when there is no such file, or nothing that libsndfile can decode in it.
    public init(at url: URL) throws(AudioError) {
        let path = url.path(percentEncoded: false)
        let name = url.relativePath
        let size = try regularFileSize(path: path, name: name)
        let header = try firstBytes(1 << 16, path: path, name: name)
        var format = SF_INFO()
        let opened: OpaquePointer?
        if case .header(let wav) = WAVHeader.parse(header), wav.dataLength == nil, wav.dataOffset < size,
            let encoding = wav.encoding
        {
            // Written by a program that could not go back and fill in the length.
            opened = openRaw(path: path, fileSize: size, header: wav, encoding: encoding, format: &format)
        } else {
            opened = sf_open(path, CInt(SFM_READ), &format)
        }
        let declared = DeclaredData(header: header)
        try self.init(decoder: opened, format: format, name: name) { frames in
            declared?.declaredFrames(whenPresent: frames, fileSize: size) ?? frames
        }
    }

    /// Reads an open regular file and closes it in the end.
    init(owning descriptor: CInt, name: String) throws(AudioError) {
        var format = SF_INFO()
        let opened = sf_open_fd(descriptor, CInt(SFM_READ), &format, CInt(SF_TRUE))
        try self.init(decoder: opened, format: format, name: name) { $0 }
    }

    private init(
        decoder: OpaquePointer?, format: SF_INFO, name: String, declaredFrames: (Int) -> Int
    ) throws(AudioError) {
        guard let decoder else {
            throw .notAudio(name: name, reason: String(cString: sf_strerror(nil)).lowercasedFirst)
        }
        let container = format.format & CInt(SF_FORMAT_TYPEMASK)
        let frames = format.frames < unknownLength ? declaredFrames(Int(format.frames)) : nil
        if frames == 0 {
            sf_close(decoder)
            throw .noSamples(name: name)
        }
        self.decoder = decoder
        isCompressed = [SF_FORMAT_FLAC, SF_FORMAT_OGG, SF_FORMAT_MPEG].contains { CInt($0) == container }
        info = AudioInfo(
            name: name, sampleRate: SampleRate(hertz: Int(format.samplerate)),
            channelCount: Int(format.channels),
            declaredFrameCount: frames)
    }

    deinit {
        sf_close(decoder)
    }

    /// The next frames of all channels.
    ///
    /// - Returns: Interleaved samples, full scale ±1, `[frames × channels]`; fewer at the end, then none.
    public mutating func next(_ frames: Int) throws(AudioError) -> [Float] {
        if atEnd { return [] }
        let channels = info.channelCount
        var read = 0
        let samples = [Float](unsafeUninitializedCapacity: frames * channels) { buffer, filled in
            read = max(Int(sf_readf_float(decoder, buffer.baseAddress, sf_count_t(frames))), 0)
            filled = read * channels
        }
        framesRead += read
        if read < frames { try finish() }
        return samples
    }

    /// The whole file, its channels averaged, at its own rate.
    public consuming func read() throws(AudioError) -> AudioBuffer {
        var reader = try AudioReader(self)
        return try reader.readAll()
    }

    /// Compares what was read with what was declared.
    private mutating func finish() throws(AudioError) {
        atEnd = true
        let problem = sf_error(decoder)
        guard framesRead > 0 else {
            let reason =
                problem == SF_ERR_NO_ERROR ? "no sample could be read" : String(cString: sf_strerror(decoder))
            throw .damaged(name: info.name, reason: reason.lowercasedFirst)
        }
        let read = info.sampleRate.duration(of: framesRead)
        if let declared = info.declaredFrameCount {
            // An MP3 without an index declares an estimate that may be some of its blocks off.
            if framesRead < declared - (isCompressed ? 4 * 1152 : 0) {
                warnings.append(
                    .truncated(name: info.name, read: read, declared: info.sampleRate.duration(of: declared)))
            }
        } else {
            warnings.append(.unfinished(name: info.name, read: read))
        }
    }
}

extension AudioFile: SampleSource {
    mutating func nextBlock() throws(AudioError) -> [Float] {
        try next(8192)
    }
}

/// libsndfile says 2^63 - 1 frames where it cannot find the end, as in a cut Ogg file.
private let unknownLength: sf_count_t = 1 << 48

private func regularFileSize(path: String, name: String) throws(AudioError) -> Int {
    switch try fileKind(path: path, name: name) {
    case .regular(size: 0): throw .empty(name: name)
    case .regular(let size): return size
    case .folder: throw .folder(name: name)
    case .stream: throw .system(name: name, reason: "is a stream, not a file; it has to be read as one")
    }
}

/// Opens the samples of a WAV file as raw ones, from where its header ends to the end of the file.
private func openRaw(
    path: String, fileSize: Int, header: WAVHeader, encoding: RawEncoding, format: inout SF_INFO
) -> OpaquePointer? {
    format.samplerate = CInt(clamping: header.sampleRate.hertz)
    format.channels = CInt(header.channelCount)
    format.format = CInt(SF_FORMAT_RAW) | encoding.libsndfileCode
    guard let decoder = sf_open(path, CInt(SFM_READ), &format) else { return nil }
    var offset = sf_count_t(header.dataOffset)
    sf_command(decoder, CInt(SFC_SET_RAW_START_OFFSET), &offset, CInt(MemoryLayout<sf_count_t>.size))
    sf_seek(decoder, 0, SEEK_SET)
    format.frames = sf_count_t((fileSize - header.dataOffset) / (encoding.byteCount * header.channelCount))
    return decoder
}

extension RawEncoding {
    fileprivate var libsndfileCode: CInt {
        let code =
            switch self {
            case .u8: SF_FORMAT_PCM_U8
            case .s16le: SF_FORMAT_PCM_16
            case .s24le: SF_FORMAT_PCM_24
            case .s32le: SF_FORMAT_PCM_32
            case .f32le: SF_FORMAT_FLOAT
            case .mulaw: SF_FORMAT_ULAW
            case .alaw: SF_FORMAT_ALAW
            }
        return CInt(code) | CInt(SF_ENDIAN_LITTLE)
    }
}

extension String {
    /// libsndfile's sentences, ready to stand after a colon.
    fileprivate var lowercasedFirst: String {
        let sentence = hasSuffix(".") ? String(dropLast()) : self
        return sentence.prefix(1).lowercased() + sentence.dropFirst()
    }
}
