package org.lotusguild.lotus.bot;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A fresh bed for each test. */
abstract class OnDispatchBed {
    @TempDir
    Path folder;

    DispatchBed bed;

    @BeforeEach
    final void openBed() {
        bed = new DispatchBed(folder);
    }

    @AfterEach
    final void closeBed() {
        bed.close();
    }
}
