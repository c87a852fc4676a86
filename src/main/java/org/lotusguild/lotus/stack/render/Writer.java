package org.lotusguild.lotus.stack.render;

import java.util.List;
import org.lotusguild.lotus.stack.plan.Plan;

/** Writes the files of one program, for all hosts that have it. Pure: the same plan gives the same bytes. */
interface Writer {

    /** None if no host has the program. In any order. */
    List<RenderedFile> files(Plan plan, SecretValues secrets);
}
