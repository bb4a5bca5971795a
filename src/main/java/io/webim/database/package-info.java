@NullMarked
package io.webim.database;

import org.jspecify.annotations.NullMarked;
