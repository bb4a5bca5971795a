package io.webim;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.mysqlclient.MySQLBatchException;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.DatabaseException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.TransactionRollbackException;
import io.webim.contract.DatabaseTrouble;
import io.webim.contract.Fields;
import java.util.Arrays;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** The rules that keep the modules apart. */
@AnalyzeClasses(packages = "io.webim", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> OURS = resideInAPackage("io.webim..");
    private static final DescribedPredicate<JavaClass> SHARED = resideInAnyPackage(
                    "io.webim.contract",
                    "io.webim.bus",
                    "io.webim.limits",
                    "io.webim.edge",
                    "io.webim.outbound",
                    "io.webim.sql",
                    "io.webim.config",
                    "io.webim.datadir")
            .as("contract, bus, limits, edge, outbound, sql, config or datadir");
    private static final DescribedPredicate<JavaClass> MODULES = resideInAnyPackage(
            "io.webim.auth..",
            "io.webim.contacts..",
            "io.webim.groups..",
            "io.webim.profile..",
            "io.webim.metrics..",
            "io.webim.cluster..",
            "io.webim.push..",
            "io.webim.hooks..",
            "io.webim.reports..",
            "io.webim.feed..",
            "io.webim.subscriptions..",
            "io.webim.files..",
            "io.webim.chat..",
            "io.webim.bridge..",
            "io.webim.http..",
            "io.webim.database");

    @ArchTest
    static final ArchRule contractKnowsNobody = classes()
            .that()
            .resideInAPackage("io.webim.contract")
            .should()
            .onlyDependOnClassesThat(not(OURS).or(resideInAPackage("io.webim.contract")));

    /** What is asked of one module is a record there; what stands here is known to several. */
    @ArchTest
    static final ArchRule requestsLieWithWhoServesThem = methods()
            .that()
            .haveName("read")
            .and()
            .haveRawParameterTypes(Fields.class)
            .should()
            .beDeclaredInClassesThat()
            .resideOutsideOfPackage("io.webim.contract");

    @ArchTest
    static final ArchRule busKnowsTheContractOnly = classes()
            .that()
            .resideInAPackage("io.webim.bus")
            .should()
            .onlyDependOnClassesThat(not(OURS).or(resideInAnyPackage("io.webim.contract", "io.webim.bus")));

    @ArchTest
    static final ArchRule limitsKnowTheContractOnly = classes()
            .that()
            .resideInAPackage("io.webim.limits")
            .should()
            .onlyDependOnClassesThat(not(OURS).or(resideInAnyPackage("io.webim.contract", "io.webim.limits")));

    @ArchTest
    static final ArchRule sqlKnowsTheContractOnly = classes()
            .that()
            .resideInAPackage("io.webim.sql")
            .should()
            .onlyDependOnClassesThat(not(OURS).or(resideInAnyPackage("io.webim.contract", "io.webim.sql")));

    @ArchTest
    static final ArchRule edgeKnowsTheLimitsOnly = classes()
            .that()
            .resideInAPackage("io.webim.edge")
            .should()
            .onlyDependOnClassesThat(not(OURS).or(resideInAnyPackage("io.webim.limits", "io.webim.edge")));

    @ArchTest
    static final ArchRule outboundKnowsTheContractAndTheLimitsOnly = classes()
            .that()
            .resideInAPackage("io.webim.outbound")
            .should()
            .onlyDependOnClassesThat(
                    not(OURS).or(resideInAnyPackage("io.webim.contract", "io.webim.limits", "io.webim.outbound")));

    @ArchTest
    static final ArchRule configKnowsTheLimitsOnly = classes()
            .that()
            .resideInAPackage("io.webim.config")
            .should()
            .onlyDependOnClassesThat(not(OURS).or(resideInAnyPackage("io.webim.limits", "io.webim.config")));

    @ArchTest
    static final ArchRule dataDirKnowsTheConfigurationOnly = classes()
            .that()
            .resideInAPackage("io.webim.datadir")
            .should()
            .onlyDependOnClassesThat(not(OURS).or(resideInAnyPackage("io.webim.config", "io.webim.datadir")));

    @ArchTest
    static final ArchRule jvmKnowsNobody = classes()
            .that()
            .resideInAPackage("io.webim.jvm")
            .should()
            .onlyDependOnClassesThat(not(OURS).or(resideInAPackage("io.webim.jvm")));

    @ArchTest
    static final ArchRule authKnowsNoOtherModule = module("auth");

    @ArchTest
    static final ArchRule contactsKnowsNoOtherModule = module("contacts");

    @ArchTest
    static final ArchRule groupsKnowsNoOtherModule = module("groups");

    @ArchTest
    static final ArchRule profileKnowsNoOtherModule = module("profile");

    @ArchTest
    static final ArchRule metricsKnowsNoOtherModule = module("metrics");

    @ArchTest
    static final ArchRule clusterKnowsNoOtherModule = module("cluster");

    /** So that it is not loaded where there are no nodes. */
    @ArchTest
    static final ArchRule clusterAloneKnowsTheEngine = noClasses()
            .that()
            .resideOutsideOfPackage("io.webim.cluster")
            .should()
            .dependOnClassesThat(resideInAPackage("io.vertx.redis.."));

    @ArchTest
    static final ArchRule pushKnowsNoOtherModule = module("push");

    @ArchTest
    static final ArchRule hooksKnowNoOtherModule = module("hooks");

    @ArchTest
    static final ArchRule reportsKnowNoOtherModule = module("reports");

    @ArchTest
    static final ArchRule feedKnowsNoOtherModule = module("feed");

    @ArchTest
    static final ArchRule subscriptionsKnowNoOtherModule = module("subscriptions");

    /** What looks inside files, and the store far away, know nothing of each other, nor of who uses them. */
    @ArchTest
    static final ArchRule filesInsideKnowsTheDoorOnly = module("files.inside", "files");

    @ArchTest
    static final ArchRule filesFarAwayKnowTheDoorOnly = module("files.s3", "files");

    @ArchTest
    static final ArchRule filesKnowNeitherOfThem = noClasses()
            .that()
            .resideInAPackage("io.webim.files")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.webim.files.inside..", "io.webim.files.s3..");

    @ArchTest
    static final ArchRule filesKnowNoOtherModule = classes()
            .that()
            .resideInAPackage("io.webim.files..")
            .should()
            .onlyDependOnClassesThat(not(OURS).or(SHARED).or(resideInAPackage("io.webim.files..")));

    @ArchTest
    static final ArchRule httpKnowsNoOtherModule = module("http", "jvm");

    @ArchTest
    static final ArchRule databaseKnowsNoOtherModule = module("database", "jvm");

    @ArchTest
    static final ArchRule bridgeKnowsNoOtherModuleNotEvenChat = module("bridge");

    @ArchTest
    static final ArchRule chatKnowsTheBridgeOnly = classes()
            .that()
            .resideInAPackage("io.webim.chat..")
            .should()
            .onlyDependOnClassesThat(not(OURS).or(SHARED).or(resideInAnyPackage("io.webim.chat..", "io.webim.bridge")));

    /** Each part of chat knows what is below it, and none what is above. */
    @ArchTest
    static final ArchRule conversationsAreTheGround = part("conversations");

    @ArchTest
    static final ArchRule messagesStandOnConversations = part("messages", "conversations");

    @ArchTest
    static final ArchRule marksStandOnMessages = part("marks", "messages", "conversations");

    @ArchTest
    static final ArchRule presenceStandsOnConversations = part("presence", "conversations");

    @ArchTest
    static final ArchRule syncStandsOnPresenceAndMessages = part("sync", "presence", "messages", "conversations");

    @ArchTest
    static final ArchRule membersStandOnConversations = part("members", "conversations");

    @ArchTest
    static final ArchRule whatChatIsMadeOfIsItsOwn = noClasses()
            .that()
            .resideOutsideOfPackage("io.webim.chat..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.webim.chat.conversations",
                    "io.webim.chat.messages",
                    "io.webim.chat.marks",
                    "io.webim.chat.presence",
                    "io.webim.chat.sync",
                    "io.webim.chat.members"));

    @ArchTest
    static final ArchRule onlyServerWiresTheModules = noClasses()
            .that()
            .resideInAPackage("io.webim")
            .and()
            .doNotHaveSimpleName("Server")
            .should()
            .dependOnClassesThat(MODULES);

    @ArchTest
    static final ArchRule commandsKnowWhatTheyAskAndTheDatabaseOnly = classes()
            .that()
            .resideInAPackage("io.webim.commands")
            .should()
            .onlyDependOnClassesThat(not(MODULES)
                    .or(resideInAPackage("io.webim.database"))
                    .or(nameMatching("io\\.webim\\.chat\\.Doctor(\\$\\w+)?"))
                    .or(nameMatching("io\\.webim\\.reports\\.Reports")));

    @ArchTest
    static final ArchRule commandsAreStartedAndStartNothing = noClasses()
            .that()
            .resideInAPackage("io.webim.commands")
            .should()
            .dependOnClassesThat(resideInAPackage("io.webim"));

    @ArchTest
    static final ArchRule modulesShowTheirDoorsOnly = classes()
            .that()
            .resideInAnyPackage(
                    "io.webim.auth",
                    "io.webim.contacts",
                    "io.webim.groups",
                    "io.webim.profile",
                    "io.webim.metrics",
                    "io.webim.cluster",
                    "io.webim.push",
                    "io.webim.hooks",
                    "io.webim.reports",
                    "io.webim.feed",
                    "io.webim.subscriptions",
                    "io.webim.files..",
                    "io.webim.chat",
                    "io.webim.bridge",
                    "io.webim.http",
                    "io.webim.database")
            .and()
            .areTopLevelClasses()
            .and()
            .arePublic()
            .should()
            .haveSimpleNameEndingWith("Verticle")
            .orShould()
            .haveSimpleName("Bridge")
            .orShould()
            .haveSimpleName("Delivery")
            .orShould()
            .haveSimpleName("Cluster")
            .orShould()
            .haveSimpleName("Database")
            .orShould()
            // What http serves, which can be read before there is a database.
            .haveSimpleName("Pages")
            .orShould()
            // Where files lie, and what is in them, has packages of its own.
            .haveNameMatching("io\\.webim\\.files\\.(FileStore|Inspector|Inspected)")
            .orShould()
            .haveSimpleName("FileInspector")
            .orShould()
            .haveSimpleName("S3FileStore")
            .orShould()
            // For operators, outside of the running modules.
            .haveSimpleName("Doctor")
            .orShould()
            .haveSimpleName("Reports");

    @ArchTest
    static final ArchRule storesHoldTheSql = noClasses()
            .that(resideInAnyPackage(
                    "io.webim.auth",
                    "io.webim.contacts",
                    "io.webim.groups",
                    "io.webim.profile",
                    "io.webim.push",
                    "io.webim.hooks",
                    "io.webim.reports",
                    "io.webim.feed",
                    "io.webim.subscriptions",
                    "io.webim.files..",
                    "io.webim.chat..",
                    "io.webim.bridge",
                    "io.webim.http"))
            .and()
            // A log of deletions is a store too; the doctor's questions are all SQL.
            .haveNameNotMatching(".*\\.(\\w+Store|DeletionLog|Doctor)(\\$\\w+)?")
            .should()
            .callMethodWhere(new DescribedPredicate<>("it prepares or runs SQL") {
                @Override
                public boolean test(JavaMethodCall call) {
                    return call.getTargetOwner().getPackageName().equals("io.vertx.sqlclient")
                            && (call.getName().equals("preparedQuery")
                                    || call.getName().equals("query"));
                }
            });

    /** What leaves the pool is told apart there: everybody else knows a {@link DatabaseTrouble}, or a fault. */
    @ArchTest
    static final ArchRule databaseAloneKnowsItsErrors = noClasses()
            .that()
            .resideOutsideOfPackage("io.webim.database")
            .should()
            .dependOnClassesThat(type(VertxException.class)
                    .or(assignableTo(DatabaseException.class))
                    .or(type(MySQLBatchException.class))
                    .or(assignableTo(ClosedConnectionException.class))
                    .or(assignableTo(TransactionRollbackException.class))
                    .or(resideInAnyPackage("java.sql..", "javax.sql..", "org.mariadb..", "com.mysql..")));

    @ArchTest
    static final ArchRule databaseAloneTellsTrouble = noClasses()
            .that()
            .resideOutsideOfPackage("io.webim.database")
            .should()
            .callConstructorWhere(target(owner(type(DatabaseTrouble.class))));

    /** So that no pool is without its guard. */
    @ArchTest
    static final ArchRule databaseAloneMakesPools = noClasses()
            .that()
            .resideOutsideOfPackage("io.webim.database")
            .should()
            .dependOnClassesThat(type(MySQLBuilder.class).or(type(ClientBuilder.class)))
            .orShould()
            .callMethod(Pool.class, "pool", SqlConnectOptions.class)
            .orShould()
            .callMethod(Pool.class, "pool", SqlConnectOptions.class, PoolOptions.class)
            .orShould()
            .callMethod(Pool.class, "pool", Vertx.class, SqlConnectOptions.class, PoolOptions.class);

    /** What people can cause again and again is a line in ten seconds. */
    @ArchTest
    static final ArchRule troubleIsLoggedSparsely = noClasses()
            .that()
            .resideInAnyPackage(Stream.of(
                            "files..",
                            "hooks",
                            "push",
                            "subscriptions",
                            "feed",
                            "groups",
                            "contacts",
                            "profile",
                            "reports",
                            "edge",
                            "bridge",
                            "outbound",
                            "limits")
                    .map("io.webim."::concat)
                    .toArray(String[]::new))
            .should()
            .callMethodWhere(target(owner(type(Logger.class))).and(target(nameMatching("warn|error"))));

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("DTO");

    /** It has a hole: scripts/known-holes-accepted.json. */
    @ArchTest
    static final ArchRule chainsOfAuthenticationAreNotUsed = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.vertx.ext.web.handler.ChainAuthHandler");

    private static ArchRule part(String... names) {
        var packages = Arrays.stream(names).map("io.webim.chat."::concat).toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(packages[0])
                .should()
                .onlyDependOnClassesThat(not(OURS)
                        .or(SHARED)
                        .or(resideInAPackage("io.webim.bridge"))
                        .or(resideInAnyPackage(packages)));
    }

    private static ArchRule module(String... names) {
        var packages = Arrays.stream(names).map(name -> "io.webim." + name).toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(packages[0])
                .should()
                .onlyDependOnClassesThat(not(OURS).or(SHARED).or(resideInAnyPackage(packages)));
    }
}
