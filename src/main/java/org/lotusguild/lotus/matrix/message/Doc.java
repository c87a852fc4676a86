package org.lotusguild.lotus.matrix.message;

import java.util.List;

/** A message as a value: blocks from top to bottom. Rendered to body, HTML and mentions by one renderer. */
public record Doc(List<Block> blocks) {
    public Doc {
        blocks = List.copyOf(blocks);
    }
}
