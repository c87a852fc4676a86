package org.lotusguild.lotus.matrix.message;

import java.util.ArrayList;
import java.util.List;

/** A message as a value: blocks from top to bottom. Rendered to body, HTML and mentions by one renderer. */
public record Doc(List<Block> blocks) {
    public Doc {
        blocks = List.copyOf(blocks);
    }

    public static Doc of(Block... blocks) {
        return new Doc(List.of(blocks));
    }

    /** Text as it stands: one line each, nothing in it has a meaning. */
    public static Doc plain(String text) {
        return new Doc(text.lines().<Block>map(Block.Line::text).toList());
    }

    public Doc plus(Block block) {
        List<Block> more = new ArrayList<>(blocks);
        more.add(block);
        return new Doc(more);
    }
}
