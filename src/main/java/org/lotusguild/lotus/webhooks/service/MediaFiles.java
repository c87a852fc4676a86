package org.lotusguild.lotus.webhooks.service;

import java.util.List;
import java.util.stream.Stream;

/** The files that a payload of Sonarr or its sisters tells of, as facts on one line. */
record MediaFiles(List<Facts> files) {
    private static final List<String> ONE = List.of("episodeFile", "movieFile", "bookFile", "trackFile");
    private static final List<String> MANY = List.of("episodeFiles", "movieFiles", "bookFiles", "trackFiles");

    static MediaFiles of(Facts payload) {
        return new MediaFiles(Stream.concat(
                        MANY.stream().flatMap(name -> payload.items(name).stream()),
                        ONE.stream().map(payload::at).filter(file -> file.tree().isObject()))
                .toList());
    }

    /** Quality and size, when one file is gone. */
    String brief() {
        return Words.joined(quality(), Measures.size(size()));
    }

    /** What was imported, and where it replaces something what was there before. */
    String imported(Facts payload, boolean tracks) {
        MediaFiles before = new MediaFiles(payload.flag("isUpgrade") ? payload.items("deletedFiles") : List.of());
        return Words.joined(
                changed(before.quality(), quality()),
                number(payload, tracks),
                changed(Measures.size(before.size()), Measures.size(size(payload))),
                files.size() == 1 ? media(files.getFirst().at("mediaInfo")) : "");
    }

    private String quality() {
        return String.join(
                ", ",
                Words.five(files.stream()
                        .map(file -> file.text("quality"))
                        .filter(quality -> !quality.isEmpty())
                        .distinct()
                        .toList()));
    }

    private long size() {
        return files.stream().mapToLong(file -> Math.max(0, file.count("size"))).sum();
    }

    private long size(Facts payload) {
        return files.isEmpty() ? payload.count("release", "size") : size();
    }

    private String number(Facts payload, boolean tracks) {
        if (tracks) {
            long number = Math.max(payload.items("tracks").size(), files.size());
            return number == 0 ? "" : Words.count(number, "track");
        }
        long number = Math.max(files.size(), payload.count("fileCount"));
        return number > 1 ? Words.count(number, "file") : "";
    }

    private static String changed(String before, String now) {
        return before.isEmpty() || before.equals(now) ? now : before + " → " + now;
    }

    private static String media(Facts media) {
        String range = media.text("videoDynamicRangeType");
        return Words.joined(
                spaced(media.text("videoCodec"), range.isEmpty() ? media.text("videoDynamicRange") : range),
                spaced(media.text("audioCodec"), channels(media)),
                Words.after("Subtitles ", String.join(", ", Words.five(media.texts("subtitles")))));
    }

    private static String channels(Facts media) {
        String channels = media.text("audioChannels");
        return channels.equals("0") ? "" : channels;
    }

    private static String spaced(String first, String second) {
        return (first + " " + second).strip();
    }
}
