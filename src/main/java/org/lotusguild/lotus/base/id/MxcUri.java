package org.lotusguild.lotus.base.id;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of the media store, {@code mxc://server/id}. The id is a single word, so it cannot walk a path. */
public record MxcUri(String server, String mediaId) {
    private static final Pattern FORM = Pattern.compile("mxc://([A-Za-z0-9.:\\[\\]-]{1,230})/([A-Za-z0-9_-]{1,255})");

    public MxcUri {
        if (!FORM.matcher("mxc://" + server + "/" + mediaId).matches()) {
            throw new IllegalArgumentException("not a media address (mxc://server/id)");
        }
    }

    /** @throws IllegalArgumentException if the text is no media address */
    public static MxcUri parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("not a media address (mxc://server/id)");
        }
        return new MxcUri(m.group(1), m.group(2));
    }

    @Override
    public String toString() {
        return "mxc://" + server + "/" + mediaId;
    }
}
