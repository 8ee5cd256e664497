-- Creates or updates the tables of the Commerce Event Console. Run it in the database that is meant for them, as often as you like.
-- Readers wait for no writer if READ_COMMITTED_SNAPSHOT is on in that database, as it is in one that the console creates itself.
-- Generated from the migrations by db/write-schema.sh.
SET QUOTED_IDENTIFIER ON;
SET ANSI_NULLS ON;
GO

IF OBJECT_ID(N'[__EFMigrationsHistory]') IS NULL
BEGIN
    CREATE TABLE [__EFMigrationsHistory] (
        [MigrationId] nvarchar(150) NOT NULL,
        [ProductVersion] nvarchar(32) NOT NULL,
        CONSTRAINT [PK___EFMigrationsHistory] PRIMARY KEY ([MigrationId])
    );
END;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000000_TableTypes'
)
BEGIN
    CREATE TYPE dbo.EventIdentities AS TABLE (Position int NOT NULL, SourceId int NOT NULL, IdentityHash binary(16) NOT NULL);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000000_TableTypes'
)
BEGIN
    CREATE TYPE dbo.NewSearchKeys AS TABLE (Value nvarchar(128) NOT NULL, Kind tinyint NOT NULL, EventSeq bigint NOT NULL);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000000_TableTypes'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20260101000000_TableTypes', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF OBJECT_ID(N'QRTZ_JOB_DETAILS', N'U') IS NULL
    BEGIN
      CREATE TABLE QRTZ_JOB_DETAILS (
        SCHED_NAME nvarchar(120) NOT NULL,
        JOB_NAME nvarchar(150) NOT NULL,
        JOB_GROUP nvarchar(150) NOT NULL,
        DESCRIPTION nvarchar(250) NULL,
        JOB_CLASS_NAME nvarchar(250) NOT NULL,
        IS_DURABLE bit NOT NULL,
        IS_NONCONCURRENT bit NOT NULL,
        IS_UPDATE_DATA bit NOT NULL,
        REQUESTS_RECOVERY bit NOT NULL,
        JOB_DATA varbinary(max) NULL,
        CONSTRAINT PK_QRTZ_JOB_DETAILS PRIMARY KEY (SCHED_NAME,JOB_NAME,JOB_GROUP)
      );
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF OBJECT_ID(N'QRTZ_TRIGGERS', N'U') IS NULL
    BEGIN
      CREATE TABLE QRTZ_TRIGGERS (
        SCHED_NAME nvarchar(120) NOT NULL,
        TRIGGER_NAME nvarchar(150) NOT NULL,
        TRIGGER_GROUP nvarchar(150) NOT NULL,
        JOB_NAME nvarchar(150) NOT NULL,
        JOB_GROUP nvarchar(150) NOT NULL,
        DESCRIPTION nvarchar(250) NULL,
        NEXT_FIRE_TIME bigint NULL,
        PREV_FIRE_TIME bigint NULL,
        PRIORITY int NULL,
        TRIGGER_STATE nvarchar(16) NOT NULL,
        TRIGGER_TYPE nvarchar(8) NOT NULL,
        START_TIME bigint NOT NULL,
        END_TIME bigint NULL,
        CALENDAR_NAME nvarchar(200) NULL,
        MISFIRE_INSTR int NULL,
        MISFIRE_ORIG_FIRE_TIME bigint NULL,
        EXECUTION_GROUP nvarchar(200) NULL,
        PREFERRED_NODE nvarchar(200) NULL,
        PREFERRED_NODE_AUTO bit NOT NULL DEFAULT 0,
        RETRY_POLICY nvarchar(250) NULL,
        RETRY_ATTEMPT int NULL,
        CONTINUES_TRIGGER_NAME nvarchar(150) NULL,
        CONTINUES_TRIGGER_GROUP nvarchar(150) NULL,
        CONTINUATION_CONDITION int NULL,
        OVERLAP_POLICY int NULL,
        PAUSE_REASON nvarchar(250) NULL,
        PAUSED_BY nvarchar(200) NULL,
        PAUSED_AT bigint NULL,
        MISFIRE_THRESHOLD bigint NULL,
        FIXED_DELAY bit NULL,
        JOB_DATA varbinary(max) NULL,
        CONSTRAINT PK_QRTZ_TRIGGERS PRIMARY KEY (SCHED_NAME,TRIGGER_NAME,TRIGGER_GROUP),
        CONSTRAINT FK_QRTZ_TRIGGERS_QRTZ_JOB_DETAILS FOREIGN KEY (SCHED_NAME,JOB_NAME,JOB_GROUP) REFERENCES QRTZ_JOB_DETAILS (SCHED_NAME,JOB_NAME,JOB_GROUP)
      );
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF OBJECT_ID(N'QRTZ_SIMPLE_TRIGGERS', N'U') IS NULL
    BEGIN
      CREATE TABLE QRTZ_SIMPLE_TRIGGERS (
        SCHED_NAME nvarchar(120) NOT NULL,
        TRIGGER_NAME nvarchar(150) NOT NULL,
        TRIGGER_GROUP nvarchar(150) NOT NULL,
        REPEAT_COUNT int NOT NULL,
        REPEAT_INTERVAL bigint NOT NULL,
        TIMES_TRIGGERED int NOT NULL,
        CONSTRAINT PK_QRTZ_SIMPLE_TRIGGERS PRIMARY KEY (SCHED_NAME,TRIGGER_NAME,TRIGGER_GROUP),
        CONSTRAINT FK_QRTZ_SIMPLE_TRIGGERS_QRTZ_TRIGGERS FOREIGN KEY (SCHED_NAME,TRIGGER_NAME,TRIGGER_GROUP) REFERENCES QRTZ_TRIGGERS (SCHED_NAME,TRIGGER_NAME,TRIGGER_GROUP) ON DELETE CASCADE
      );
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF OBJECT_ID(N'QRTZ_CRON_TRIGGERS', N'U') IS NULL
    BEGIN
      CREATE TABLE QRTZ_CRON_TRIGGERS (
        SCHED_NAME nvarchar(120) NOT NULL,
        TRIGGER_NAME nvarchar(150) NOT NULL,
        TRIGGER_GROUP nvarchar(150) NOT NULL,
        CRON_EXPRESSION nvarchar(120) NOT NULL,
        TIME_ZONE_ID nvarchar(80),
        CONSTRAINT PK_QRTZ_CRON_TRIGGERS PRIMARY KEY (SCHED_NAME,TRIGGER_NAME,TRIGGER_GROUP),
        CONSTRAINT FK_QRTZ_CRON_TRIGGERS_QRTZ_TRIGGERS FOREIGN KEY (SCHED_NAME,TRIGGER_NAME,TRIGGER_GROUP) REFERENCES QRTZ_TRIGGERS (SCHED_NAME,TRIGGER_NAME,TRIGGER_GROUP) ON DELETE CASCADE
      );
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF OBJECT_ID(N'QRTZ_SIMPROP_TRIGGERS', N'U') IS NULL
    BEGIN
      CREATE TABLE QRTZ_SIMPROP_TRIGGERS (
        SCHED_NAME nvarchar(120) NOT NULL,
        TRIGGER_NAME nvarchar(150) NOT NULL,
        TRIGGER_GROUP nvarchar(150) NOT NULL,
        STR_PROP_1 nvarchar(512) NULL,
        STR_PROP_2 nvarchar(512) NULL,
        STR_PROP_3 nvarchar(512) NULL,
        INT_PROP_1 int NULL,
        INT_PROP_2 int NULL,
        LONG_PROP_1 bigint NULL,
        LONG_PROP_2 bigint NULL,
        DEC_PROP_1 numeric(13,4) NULL,
        DEC_PROP_2 numeric(13,4) NULL,
        BOOL_PROP_1 bit NULL,
        BOOL_PROP_2 bit NULL,
        TIME_ZONE_ID nvarchar(80) NULL,
        CONSTRAINT PK_QRTZ_SIMPROP_TRIGGERS PRIMARY KEY (SCHED_NAME,TRIGGER_NAME,TRIGGER_GROUP),
        CONSTRAINT FK_QRTZ_SIMPROP_TRIGGERS_QRTZ_TRIGGERS FOREIGN KEY (SCHED_NAME,TRIGGER_NAME,TRIGGER_GROUP) REFERENCES QRTZ_TRIGGERS (SCHED_NAME,TRIGGER_NAME,TRIGGER_GROUP) ON DELETE CASCADE
      );
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF OBJECT_ID(N'QRTZ_BLOB_TRIGGERS', N'U') IS NULL
    BEGIN
      CREATE TABLE QRTZ_BLOB_TRIGGERS (
        SCHED_NAME nvarchar(120) NOT NULL,
        TRIGGER_NAME nvarchar(150) NOT NULL,
        TRIGGER_GROUP nvarchar(150) NOT NULL,
        BLOB_DATA varbinary(max) NULL,
        CONSTRAINT PK_QRTZ_BLOB_TRIGGERS PRIMARY KEY (SCHED_NAME,TRIGGER_NAME,TRIGGER_GROUP)
      );
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF OBJECT_ID(N'QRTZ_CALENDARS', N'U') IS NULL
    BEGIN
      CREATE TABLE QRTZ_CALENDARS (
        SCHED_NAME nvarchar(120) NOT NULL,
        CALENDAR_NAME nvarchar(200) NOT NULL,
        CALENDAR varbinary(max) NOT NULL,
        CONSTRAINT PK_QRTZ_CALENDARS PRIMARY KEY (SCHED_NAME,CALENDAR_NAME)
      );
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF OBJECT_ID(N'QRTZ_PAUSED_TRIGGER_GRPS', N'U') IS NULL
    BEGIN
      CREATE TABLE QRTZ_PAUSED_TRIGGER_GRPS (
        SCHED_NAME nvarchar(120) NOT NULL,
        TRIGGER_GROUP nvarchar(150) NOT NULL,
        PAUSE_REASON nvarchar(250) NULL,
        PAUSED_BY nvarchar(200) NULL,
        PAUSED_AT bigint NULL,
        CONSTRAINT PK_QRTZ_PAUSED_TRIGGER_GRPS PRIMARY KEY (SCHED_NAME,TRIGGER_GROUP)
      );
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF OBJECT_ID(N'QRTZ_PAUSED_JOB_GRPS', N'U') IS NULL
    BEGIN
      CREATE TABLE QRTZ_PAUSED_JOB_GRPS (
        SCHED_NAME nvarchar(120) NOT NULL,
        JOB_GROUP nvarchar(150) NOT NULL,
        PAUSE_REASON nvarchar(250) NULL,
        PAUSED_BY nvarchar(200) NULL,
        PAUSED_AT bigint NULL,
        CONSTRAINT PK_QRTZ_PAUSED_JOB_GRPS PRIMARY KEY (SCHED_NAME,JOB_GROUP)
      );
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF OBJECT_ID(N'QRTZ_FIRED_TRIGGERS', N'U') IS NULL
    BEGIN
      CREATE TABLE QRTZ_FIRED_TRIGGERS (
        SCHED_NAME nvarchar(120) NOT NULL,
        ENTRY_ID nvarchar(140) NOT NULL,
        TRIGGER_NAME nvarchar(150) NOT NULL,
        TRIGGER_GROUP nvarchar(150) NOT NULL,
        INSTANCE_NAME nvarchar(200) NOT NULL,
        FIRED_TIME bigint NOT NULL,
        SCHED_TIME bigint NOT NULL,
        PRIORITY int NOT NULL,
        STATE nvarchar(16) NOT NULL,
        JOB_NAME nvarchar(150) NULL,
        JOB_GROUP nvarchar(150) NULL,
        IS_NONCONCURRENT bit NULL,
        REQUESTS_RECOVERY bit NULL,
        EXECUTION_GROUP nvarchar(200) NULL,
        PROGRESS int NULL,
        PROGRESS_MESSAGE nvarchar(250) NULL,
        INTERRUPT_REQUESTED_TIME bigint NULL,
        CONSTRAINT PK_QRTZ_FIRED_TRIGGERS PRIMARY KEY (SCHED_NAME,ENTRY_ID)
      );
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF OBJECT_ID(N'QRTZ_SCHEDULER_STATE', N'U') IS NULL
    BEGIN
      CREATE TABLE QRTZ_SCHEDULER_STATE (
        SCHED_NAME nvarchar(120) NOT NULL,
        INSTANCE_NAME nvarchar(200) NOT NULL,
        LAST_CHECKIN_TIME bigint NOT NULL,
        CHECKIN_INTERVAL bigint NOT NULL,
        QUARTZ_VERSION nvarchar(20) NULL,
        CONSTRAINT PK_QRTZ_SCHEDULER_STATE PRIMARY KEY (SCHED_NAME,INSTANCE_NAME)
      );
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF OBJECT_ID(N'QRTZ_LOCKS', N'U') IS NULL
    BEGIN
      CREATE TABLE QRTZ_LOCKS (
        SCHED_NAME nvarchar(120) NOT NULL,
        LOCK_NAME nvarchar(40) NOT NULL,
        CONSTRAINT PK_QRTZ_LOCKS PRIMARY KEY (SCHED_NAME,LOCK_NAME)
      );
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF OBJECT_ID(N'QRTZ_EXECUTION_HISTORY', N'U') IS NULL
    BEGIN
      CREATE TABLE QRTZ_EXECUTION_HISTORY (
        SCHED_NAME nvarchar(120) NOT NULL,
        ENTRY_ID nvarchar(140) NOT NULL,
        INSTANCE_NAME nvarchar(200) NOT NULL,
        JOB_NAME nvarchar(150) NOT NULL,
        JOB_GROUP nvarchar(150) NOT NULL,
        TRIGGER_NAME nvarchar(150) NOT NULL,
        TRIGGER_GROUP nvarchar(150) NOT NULL,
        FIRED_TIME bigint NOT NULL,
        RUN_TIME bigint NOT NULL,
        SUCCEEDED bit NOT NULL,
        ERROR_MESSAGE nvarchar(1000) NULL,
        RETRY_ATTEMPT int NOT NULL DEFAULT 0,
        RETRY_SCHEDULED bit NOT NULL DEFAULT 0,
        EXECUTION_LOG nvarchar(max) NULL,
        RESULT int NULL,
        SUMMARY nvarchar(1000) NULL,
        METRICS nvarchar(max) NULL,
        MANUAL bit NULL,
        FIRE_INSTANCE_ID nvarchar(140) NULL,
        JOB_INPUT nvarchar(max) NULL,
        JOB_INPUT_TOO_LARGE bit NULL,
        CONSTRAINT PK_QRTZ_EXECUTION_HISTORY PRIMARY KEY (SCHED_NAME,ENTRY_ID)
      );
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF OBJECT_ID(N'QRTZ_MISFIRE_HISTORY', N'U') IS NULL
    BEGIN
      CREATE TABLE QRTZ_MISFIRE_HISTORY (
        SCHED_NAME nvarchar(120) NOT NULL,
        ENTRY_ID nvarchar(140) NOT NULL,
        INSTANCE_NAME nvarchar(200) NOT NULL,
        TRIGGER_NAME nvarchar(150) NOT NULL,
        TRIGGER_GROUP nvarchar(150) NOT NULL,
        JOB_NAME nvarchar(150) NULL,
        JOB_GROUP nvarchar(150) NULL,
        MISFIRE_TIME bigint NOT NULL,
        SCHED_TIME bigint NULL,
        REASON int NULL,
        CONSTRAINT PK_QRTZ_MISFIRE_HISTORY PRIMARY KEY (SCHED_NAME,ENTRY_ID)
      );
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF OBJECT_ID(N'QRTZ_JOB_STATUS', N'U') IS NULL
    BEGIN
      CREATE TABLE QRTZ_JOB_STATUS (
        SCHED_NAME nvarchar(120) NOT NULL,
        JOB_GROUP nvarchar(150) NOT NULL,
        JOB_NAME nvarchar(150) NOT NULL,
        FIRST_FIRED_TIME bigint NOT NULL,
        LAST_FIRED_TIME bigint NOT NULL,
        LAST_RESULT int NOT NULL,
        LAST_RUN_TIME bigint NOT NULL,
        LAST_INSTANCE_NAME nvarchar(200) NOT NULL,
        LAST_ENTRY_ID nvarchar(140) NULL,
        LAST_SUMMARY nvarchar(1000) NULL,
        LAST_SUCCESS_TIME bigint NULL,
        LAST_FAILURE_TIME bigint NULL,
        LAST_FAILURE_MESSAGE nvarchar(1000) NULL,
        CONSECUTIVE_FAILURES int NOT NULL DEFAULT 0,
        RUN_COUNT bigint NOT NULL DEFAULT 0,
        FAILURE_COUNT bigint NOT NULL DEFAULT 0,
        CONSTRAINT PK_QRTZ_JOB_STATUS PRIMARY KEY (SCHED_NAME,JOB_GROUP,JOB_NAME)
      );
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = 'IDX_QRTZ_J_G_N' AND object_id = OBJECT_ID('QRTZ_JOB_DETAILS'))
    BEGIN
      CREATE INDEX IDX_QRTZ_J_G_N ON QRTZ_JOB_DETAILS(SCHED_NAME, JOB_GROUP, JOB_NAME);
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = 'IDX_QRTZ_T_J' AND object_id = OBJECT_ID('QRTZ_TRIGGERS'))
    BEGIN
      CREATE INDEX IDX_QRTZ_T_J ON QRTZ_TRIGGERS(SCHED_NAME, JOB_NAME, JOB_GROUP);
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = 'IDX_QRTZ_T_G_N' AND object_id = OBJECT_ID('QRTZ_TRIGGERS'))
    BEGIN
      CREATE INDEX IDX_QRTZ_T_G_N ON QRTZ_TRIGGERS(SCHED_NAME, TRIGGER_GROUP, TRIGGER_NAME);
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = 'IDX_QRTZ_T_C' AND object_id = OBJECT_ID('QRTZ_TRIGGERS'))
    BEGIN
      CREATE INDEX IDX_QRTZ_T_C ON QRTZ_TRIGGERS(SCHED_NAME, CALENDAR_NAME);
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = 'IDX_QRTZ_T_NFT_ST' AND object_id = OBJECT_ID('QRTZ_TRIGGERS'))
    BEGIN
      CREATE INDEX IDX_QRTZ_T_NFT_ST ON QRTZ_TRIGGERS(SCHED_NAME, TRIGGER_STATE, NEXT_FIRE_TIME ASC, PRIORITY DESC, MISFIRE_INSTR);
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = 'IDX_QRTZ_FT_INST_JOB_REQ_RCVRY' AND object_id = OBJECT_ID('QRTZ_FIRED_TRIGGERS'))
    BEGIN
      CREATE INDEX IDX_QRTZ_FT_INST_JOB_REQ_RCVRY ON QRTZ_FIRED_TRIGGERS(SCHED_NAME, INSTANCE_NAME, REQUESTS_RECOVERY);
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = 'IDX_QRTZ_FT_J_G' AND object_id = OBJECT_ID('QRTZ_FIRED_TRIGGERS'))
    BEGIN
      CREATE INDEX IDX_QRTZ_FT_J_G ON QRTZ_FIRED_TRIGGERS(SCHED_NAME, JOB_NAME, JOB_GROUP);
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = 'IDX_QRTZ_FT_T_G' AND object_id = OBJECT_ID('QRTZ_FIRED_TRIGGERS'))
    BEGIN
      CREATE INDEX IDX_QRTZ_FT_T_G ON QRTZ_FIRED_TRIGGERS(SCHED_NAME, TRIGGER_NAME, TRIGGER_GROUP);
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = 'IDX_QRTZ_EH_FIRED_TIME' AND object_id = OBJECT_ID('QRTZ_EXECUTION_HISTORY'))
    BEGIN
      CREATE INDEX IDX_QRTZ_EH_FIRED_TIME ON QRTZ_EXECUTION_HISTORY(SCHED_NAME, FIRED_TIME);
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = 'IDX_QRTZ_EH_INST' AND object_id = OBJECT_ID('QRTZ_EXECUTION_HISTORY'))
    BEGIN
      CREATE INDEX IDX_QRTZ_EH_INST ON QRTZ_EXECUTION_HISTORY(SCHED_NAME, INSTANCE_NAME);
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = 'IDX_QRTZ_MH_MISFIRE_TIME' AND object_id = OBJECT_ID('QRTZ_MISFIRE_HISTORY'))
    BEGIN
      CREATE INDEX IDX_QRTZ_MH_MISFIRE_TIME ON QRTZ_MISFIRE_HISTORY(SCHED_NAME, MISFIRE_TIME);
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = 'IDX_QRTZ_MH_INST' AND object_id = OBJECT_ID('QRTZ_MISFIRE_HISTORY'))
    BEGIN
      CREATE INDEX IDX_QRTZ_MH_INST ON QRTZ_MISFIRE_HISTORY(SCHED_NAME, INSTANCE_NAME);
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = 'IDX_QRTZ_EH_JOB_TIME' AND object_id = OBJECT_ID('QRTZ_EXECUTION_HISTORY'))
    BEGIN
      CREATE INDEX IDX_QRTZ_EH_JOB_TIME ON QRTZ_EXECUTION_HISTORY(SCHED_NAME, JOB_GROUP, JOB_NAME, FIRED_TIME);
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = 'IDX_QRTZ_EH_FIRE_INST' AND object_id = OBJECT_ID('QRTZ_EXECUTION_HISTORY'))
    BEGIN
      CREATE INDEX IDX_QRTZ_EH_FIRE_INST ON QRTZ_EXECUTION_HISTORY(SCHED_NAME, FIRE_INSTANCE_ID);
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = 'IDX_QRTZ_EH_TRIG_TIME' AND object_id = OBJECT_ID('QRTZ_EXECUTION_HISTORY'))
    BEGIN
      CREATE INDEX IDX_QRTZ_EH_TRIG_TIME ON QRTZ_EXECUTION_HISTORY(SCHED_NAME, TRIGGER_GROUP, TRIGGER_NAME, FIRED_TIME);
    END
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20260101000001_QuartzTables'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20260101000001_QuartzTables', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [ActivityMinutes] (
        [Minute] int NOT NULL,
        [Measure] tinyint NOT NULL,
        [ScopeId] int NOT NULL,
        [Count] bigint NOT NULL,
        CONSTRAINT [PK_ActivityMinutes] PRIMARY KEY ([Minute], [Measure], [ScopeId])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [AlertChannels] (
        [Id] int NOT NULL IDENTITY,
        [Name] nvarchar(100) NOT NULL,
        [Kind] tinyint NOT NULL,
        [Enabled] bit NOT NULL,
        [Host] nvarchar(255) NULL,
        [Port] int NOT NULL,
        [UsesTls] bit NOT NULL,
        [UserName] nvarchar(256) NULL,
        [From] nvarchar(320) NULL,
        [To] nvarchar(2000) NULL,
        [Url] nvarchar(2000) NULL,
        [AllowPrivateAddress] bit NOT NULL,
        [ProtectedSecret] nvarchar(2000) NULL,
        [QuietFrom] int NULL,
        [QuietTo] int NULL,
        [TimeZone] nvarchar(64) NOT NULL,
        [CriticalAnyTime] bit NOT NULL,
        [LastSentAt] datetime2(6) NULL,
        [LastFailedAt] datetime2(6) NULL,
        [LastError] nvarchar(400) NULL,
        [Version] bigint NOT NULL,
        [ChangedBy] nvarchar(256) NOT NULL,
        [ChangedAt] datetime2(6) NOT NULL,
        CONSTRAINT [PK_AlertChannels] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [AlertRules] (
        [Id] int NOT NULL IDENTITY,
        [Name] nvarchar(100) NOT NULL,
        [Kind] tinyint NOT NULL,
        [Enabled] bit NOT NULL,
        [IsCritical] bit NOT NULL,
        [Minutes] int NOT NULL,
        [Percent] int NOT NULL,
        [DestinationId] int NULL,
        [SourceId] int NULL,
        [Channels] nvarchar(400) NOT NULL,
        [ReminderMinutes] int NOT NULL,
        [TellsEnd] bit NOT NULL,
        [Version] bigint NOT NULL,
        [ChangedBy] nvarchar(256) NOT NULL,
        [ChangedAt] datetime2(6) NOT NULL,
        CONSTRAINT [PK_AlertRules] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [Alerts] (
        [Id] bigint NOT NULL IDENTITY,
        [RuleId] int NOT NULL,
        [RuleName] nvarchar(100) NOT NULL,
        [Kind] tinyint NOT NULL,
        [Subject] nvarchar(100) NOT NULL,
        [IsCritical] bit NOT NULL,
        [Title] nvarchar(200) NOT NULL,
        [Text] nvarchar(1000) NOT NULL,
        [Path] nvarchar(200) NOT NULL,
        [Since] datetime2(6) NOT NULL,
        [OpenedAt] datetime2(6) NOT NULL,
        [ResolvedAt] datetime2(6) NULL,
        [Ending] nvarchar(200) NULL,
        [AcknowledgedAt] datetime2(6) NULL,
        [AcknowledgedBy] nvarchar(256) NULL,
        [ToldAt] datetime2(6) NOT NULL,
        CONSTRAINT [PK_Alerts] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [AspNetRoles] (
        [Id] nvarchar(450) NOT NULL,
        [Name] nvarchar(256) NULL,
        [NormalizedName] nvarchar(256) NULL,
        [ConcurrencyStamp] nvarchar(max) NULL,
        CONSTRAINT [PK_AspNetRoles] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [AspNetUsers] (
        [Id] nvarchar(450) NOT NULL,
        [CreatedAt] datetime2(6) NOT NULL,
        [UserName] nvarchar(256) NULL,
        [NormalizedUserName] nvarchar(256) NULL,
        [Email] nvarchar(256) NULL,
        [NormalizedEmail] nvarchar(256) NULL,
        [EmailConfirmed] bit NOT NULL,
        [PasswordHash] nvarchar(max) NULL,
        [SecurityStamp] nvarchar(max) NULL,
        [ConcurrencyStamp] nvarchar(max) NULL,
        [PhoneNumber] nvarchar(max) NULL,
        [PhoneNumberConfirmed] bit NOT NULL,
        [TwoFactorEnabled] bit NOT NULL,
        [LockoutEnd] datetime2(6) NULL,
        [LockoutEnabled] bit NOT NULL,
        [AccessFailedCount] int NOT NULL,
        CONSTRAINT [PK_AspNetUsers] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [AuditEntries] (
        [Id] bigint NOT NULL IDENTITY,
        [At] datetime2(6) NOT NULL,
        [Who] nvarchar(256) NOT NULL,
        [Action] nvarchar(100) NOT NULL,
        [Subject] nvarchar(300) NOT NULL,
        [Before] nvarchar(max) NULL,
        [After] nvarchar(max) NULL,
        CONSTRAINT [PK_AuditEntries] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [Counters] (
        [Name] nvarchar(50) NOT NULL,
        [Value] bigint NOT NULL,
        CONSTRAINT [PK_Counters] PRIMARY KEY ([Name])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [DataProtectionKeys] (
        [Id] int NOT NULL IDENTITY,
        [FriendlyName] nvarchar(200) NOT NULL,
        [Xml] nvarchar(max) NOT NULL,
        CONSTRAINT [PK_DataProtectionKeys] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [Deliveries] (
        [Id] bigint NOT NULL,
        [EventSeq] bigint NOT NULL,
        [RouteId] int NOT NULL,
        [DestinationId] int NOT NULL,
        [RevisionId] int NOT NULL,
        [ReplayId] int NULL,
        [FailureGroupId] int NULL,
        [StakeKind] tinyint NULL,
        [StakeKey] bigint NULL,
        [StakeValue] bigint NULL,
        [StakeCurrency] nvarchar(3) NULL,
        [State] tinyint NOT NULL,
        [OrderKey] bigint NULL,
        [Attempts] int NOT NULL,
        [DueAt] datetime2(6) NOT NULL,
        [LeaseOwner] nvarchar(64) NULL,
        [LeaseUntil] datetime2(6) NULL,
        [CreatedAt] datetime2(6) NOT NULL,
        [UpdatedAt] datetime2(6) NOT NULL,
        [LastStatusCode] int NULL,
        [LastError] nvarchar(400) NULL,
        [DismissalId] int NULL,
        [DismissedFrom] tinyint NULL,
        CONSTRAINT [PK_Deliveries] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [DeliveryAttempts] (
        [Id] bigint NOT NULL IDENTITY,
        [DeliveryId] bigint NOT NULL,
        [Number] int NOT NULL,
        [StartedAt] datetime2(6) NOT NULL,
        [DurationMs] int NOT NULL,
        [Outcome] tinyint NOT NULL,
        [StatusCode] int NULL,
        [Error] nvarchar(400) NULL,
        [RequestHead] nvarchar(max) NULL,
        [RequestBody] varbinary(max) NULL,
        [ResponseHead] nvarchar(max) NULL,
        [ResponseBody] varbinary(max) NULL,
        CONSTRAINT [PK_DeliveryAttempts] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [DeliveryEdits] (
        [DeliveryId] bigint NOT NULL,
        [OriginalId] bigint NOT NULL,
        [Body] varbinary(max) NOT NULL,
        [Headers] nvarchar(max) NULL,
        [HeadersBefore] nvarchar(max) NULL,
        [EditedBy] nvarchar(256) NOT NULL,
        [EditedAt] datetime2(6) NOT NULL,
        [Reason] nvarchar(500) NOT NULL,
        CONSTRAINT [PK_DeliveryEdits] PRIMARY KEY ([DeliveryId])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [DestinationHealth] (
        [DestinationId] int NOT NULL,
        [IsOpen] bit NOT NULL,
        [Since] datetime2(6) NOT NULL,
        [Reason] nvarchar(400) NULL,
        [NextProbeAt] datetime2(6) NULL,
        [FailedProbes] int NOT NULL,
        [GoodProbes] int NOT NULL,
        [ProbedAt] datetime2(6) NULL,
        [ProbeError] nvarchar(400) NULL,
        [ProbeOwner] nvarchar(64) NULL,
        [ProbeUntil] datetime2(6) NULL,
        CONSTRAINT [PK_DestinationHealth] PRIMARY KEY ([DestinationId])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [Destinations] (
        [Id] int NOT NULL IDENTITY,
        [Name] nvarchar(100) NOT NULL,
        [Kind] tinyint NOT NULL,
        [Url] nvarchar(2000) NOT NULL,
        [ProtectedSecret] nvarchar(2000) NULL,
        [ProtectedHeaders] nvarchar(max) NULL,
        [AllowPrivateAddress] bit NOT NULL,
        [State] tinyint NOT NULL,
        [MaxConcurrency] int NOT NULL,
        [TimeoutSeconds] int NOT NULL,
        [MaxAttempts] int NOT NULL,
        [FirstRetrySeconds] int NOT NULL,
        [MaxRetrySeconds] int NOT NULL,
        [MaxPerSecond] int NOT NULL,
        [RetryCurve] tinyint NOT NULL,
        [MaxAgeHours] int NOT NULL,
        [FinalStatuses] nvarchar(200) NULL,
        [RetriedStatuses] nvarchar(200) NULL,
        [CircuitFailures] int NOT NULL,
        [CircuitPercent] int NOT NULL,
        [CircuitWindowSeconds] int NOT NULL,
        [CircuitMinimum] int NOT NULL,
        [HealthUrl] nvarchar(2000) NULL,
        [ProbeSeconds] int NOT NULL,
        [MaxProbeSeconds] int NOT NULL,
        [ProbesToClose] int NOT NULL,
        [CreatedAt] datetime2(6) NOT NULL,
        [Version] bigint NOT NULL,
        [ChangedBy] nvarchar(256) NOT NULL,
        [ChangedAt] datetime2(6) NOT NULL,
        CONSTRAINT [PK_Destinations] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [Dismissals] (
        [Id] int NOT NULL IDENTITY,
        [CreatedBy] nvarchar(256) NOT NULL,
        [CreatedAt] datetime2(6) NOT NULL,
        [Count] int NOT NULL,
        CONSTRAINT [PK_Dismissals] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [Events] (
        [Seq] bigint NOT NULL,
        [SourceId] int NOT NULL,
        [EventTypeId] int NOT NULL,
        [IdentityHash] binary(16) NOT NULL,
        [EventId] nvarchar(256) NOT NULL,
        [OccurredAt] datetime2(6) NULL,
        [ReceivedAt] datetime2(6) NOT NULL,
        [EntityKind] tinyint NOT NULL,
        [EntityKey] nvarchar(128) NULL,
        [ContentMode] tinyint NOT NULL,
        [Channel] tinyint NOT NULL,
        [DeliveryCount] smallint NOT NULL,
        [Warnings] nvarchar(max) NULL,
        [Headers] varbinary(max) NULL,
        [Body] varbinary(max) NOT NULL,
        CONSTRAINT [PK_Events] PRIMARY KEY ([Seq])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [EventSearchKeys] (
        [Value] nvarchar(128) NOT NULL,
        [Kind] tinyint NOT NULL,
        [EventSeq] bigint NOT NULL,
        CONSTRAINT [PK_EventSearchKeys] PRIMARY KEY ([Value], [Kind], [EventSeq])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [EventTypes] (
        [Id] int NOT NULL IDENTITY,
        [Name] nvarchar(200) NOT NULL,
        CONSTRAINT [PK_EventTypes] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [FailureGroups] (
        [Id] int NOT NULL IDENTITY,
        [DestinationId] int NOT NULL,
        [Signature] bigint NOT NULL,
        [Class] tinyint NOT NULL,
        [StatusCode] int NULL,
        [Message] nvarchar(400) NOT NULL,
        [State] tinyint NOT NULL,
        [FirstSeenAt] datetime2(6) NOT NULL,
        [LastSeenAt] datetime2(6) NOT NULL,
        [OpenedAt] datetime2(6) NOT NULL,
        [Reopened] int NOT NULL,
        [Attempts] bigint NOT NULL,
        [Version] int NOT NULL,
        [SnoozedUntil] datetime2(6) NULL,
        [Owner] nvarchar(256) NULL,
        [Note] nvarchar(2000) NULL,
        [TicketUrl] nvarchar(2000) NULL,
        CONSTRAINT [PK_FailureGroups] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [IntakeAnswerHour] (
        [Hour] int NOT NULL,
        [SourceId] int NOT NULL,
        [Requests] bigint NOT NULL,
        [Failed] bigint NOT NULL,
        CONSTRAINT [PK_IntakeAnswerHour] PRIMARY KEY ([Hour], [SourceId])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [RejectedRequests] (
        [Id] bigint NOT NULL IDENTITY,
        [SourceId] int NOT NULL,
        [ReceivedAt] datetime2(6) NOT NULL,
        [Reason] nvarchar(2000) NOT NULL,
        [BatchIndex] int NULL,
        [Headers] varbinary(max) NULL,
        [Body] varbinary(max) NOT NULL,
        CONSTRAINT [PK_RejectedRequests] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [Replays] (
        [Id] int NOT NULL IDENTITY,
        [Kind] tinyint NOT NULL,
        [Title] nvarchar(200) NOT NULL,
        [State] tinyint NOT NULL,
        [CreatedBy] nvarchar(256) NOT NULL,
        [CreatedAt] datetime2(6) NOT NULL,
        [StartedAt] datetime2(6) NULL,
        [FinishedAt] datetime2(6) NULL,
        [Reason] nvarchar(500) NULL,
        [SubscriptionId] int NULL,
        [RevisionId] int NULL,
        [FromSeq] bigint NOT NULL,
        [ToSeq] bigint NOT NULL,
        [Scope] nvarchar(max) NULL,
        [Settings] nvarchar(max) NULL,
        [Position] bigint NOT NULL,
        [Estimated] int NOT NULL,
        [Examined] int NOT NULL,
        [Created] int NOT NULL,
        [Skipped] int NOT NULL,
        [Superseded] int NOT NULL,
        [Judged] int NOT NULL,
        [JudgedFailed] int NOT NULL,
        [Error] nvarchar(400) NULL,
        [LeaseOwner] nvarchar(64) NULL,
        [LeaseUntil] datetime2(6) NULL,
        CONSTRAINT [PK_Replays] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [Settings] (
        [Name] nvarchar(100) NOT NULL,
        [Value] nvarchar(max) NOT NULL,
        CONSTRAINT [PK_Settings] PRIMARY KEY ([Name])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [Sources] (
        [Id] int NOT NULL IDENTITY,
        [Slug] nvarchar(64) NOT NULL,
        [Name] nvarchar(100) NOT NULL,
        [Verification] tinyint NOT NULL,
        [ProtectedSecret] nvarchar(2000) NULL,
        [ClientId] nvarchar(200) NULL,
        [PublicKeyBaseUrl] nvarchar(400) NULL,
        [ConfirmChallenges] bit NOT NULL,
        [AllowedEnvironments] nvarchar(1000) NULL,
        [Enabled] bit NOT NULL,
        [CreatedAt] datetime2(6) NOT NULL,
        [Version] bigint NOT NULL,
        [ChangedBy] nvarchar(256) NOT NULL,
        [ChangedAt] datetime2(6) NOT NULL,
        CONSTRAINT [PK_Sources] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [Subscriptions] (
        [Id] int NOT NULL IDENTITY,
        [Name] nvarchar(100) NOT NULL,
        [Enabled] bit NOT NULL,
        [Removed] bit NOT NULL,
        [CreatedAt] datetime2(6) NOT NULL,
        [Version] bigint NOT NULL,
        [ChangedBy] nvarchar(256) NOT NULL,
        [ChangedAt] datetime2(6) NOT NULL,
        CONSTRAINT [PK_Subscriptions] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [AlertNotices] (
        [Id] bigint NOT NULL IDENTITY,
        [AlertId] bigint NOT NULL,
        [ChannelId] int NOT NULL,
        [Kind] tinyint NOT NULL,
        [State] tinyint NOT NULL,
        [CreatedAt] datetime2(6) NOT NULL,
        [MessageId] nvarchar(40) NULL,
        [Attempts] int NOT NULL,
        [DueAt] datetime2(6) NOT NULL,
        [SentAt] datetime2(6) NULL,
        CONSTRAINT [PK_AlertNotices] PRIMARY KEY ([Id]),
        CONSTRAINT [FK_AlertNotices_Alerts_AlertId] FOREIGN KEY ([AlertId]) REFERENCES [Alerts] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [AspNetRoleClaims] (
        [Id] int NOT NULL IDENTITY,
        [RoleId] nvarchar(450) NOT NULL,
        [ClaimType] nvarchar(max) NULL,
        [ClaimValue] nvarchar(max) NULL,
        CONSTRAINT [PK_AspNetRoleClaims] PRIMARY KEY ([Id]),
        CONSTRAINT [FK_AspNetRoleClaims_AspNetRoles_RoleId] FOREIGN KEY ([RoleId]) REFERENCES [AspNetRoles] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [AspNetUserClaims] (
        [Id] int NOT NULL IDENTITY,
        [UserId] nvarchar(450) NOT NULL,
        [ClaimType] nvarchar(max) NULL,
        [ClaimValue] nvarchar(max) NULL,
        CONSTRAINT [PK_AspNetUserClaims] PRIMARY KEY ([Id]),
        CONSTRAINT [FK_AspNetUserClaims_AspNetUsers_UserId] FOREIGN KEY ([UserId]) REFERENCES [AspNetUsers] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [AspNetUserLogins] (
        [LoginProvider] nvarchar(450) NOT NULL,
        [ProviderKey] nvarchar(450) NOT NULL,
        [ProviderDisplayName] nvarchar(max) NULL,
        [UserId] nvarchar(450) NOT NULL,
        CONSTRAINT [PK_AspNetUserLogins] PRIMARY KEY ([LoginProvider], [ProviderKey]),
        CONSTRAINT [FK_AspNetUserLogins_AspNetUsers_UserId] FOREIGN KEY ([UserId]) REFERENCES [AspNetUsers] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [AspNetUserRoles] (
        [UserId] nvarchar(450) NOT NULL,
        [RoleId] nvarchar(450) NOT NULL,
        CONSTRAINT [PK_AspNetUserRoles] PRIMARY KEY ([UserId], [RoleId]),
        CONSTRAINT [FK_AspNetUserRoles_AspNetRoles_RoleId] FOREIGN KEY ([RoleId]) REFERENCES [AspNetRoles] ([Id]) ON DELETE CASCADE,
        CONSTRAINT [FK_AspNetUserRoles_AspNetUsers_UserId] FOREIGN KEY ([UserId]) REFERENCES [AspNetUsers] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [AspNetUserTokens] (
        [UserId] nvarchar(450) NOT NULL,
        [LoginProvider] nvarchar(450) NOT NULL,
        [Name] nvarchar(450) NOT NULL,
        [Value] nvarchar(max) NULL,
        CONSTRAINT [PK_AspNetUserTokens] PRIMARY KEY ([UserId], [LoginProvider], [Name]),
        CONSTRAINT [FK_AspNetUserTokens_AspNetUsers_UserId] FOREIGN KEY ([UserId]) REFERENCES [AspNetUsers] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [Routes] (
        [Id] int NOT NULL IDENTITY,
        [SubscriptionId] int NOT NULL,
        [DestinationId] int NOT NULL,
        [Removed] bit NOT NULL,
        [BatchSeconds] int NOT NULL,
        [BatchSize] int NOT NULL,
        [SendOrder] tinyint NOT NULL,
        CONSTRAINT [PK_Routes] PRIMARY KEY ([Id]),
        CONSTRAINT [FK_Routes_Destinations_DestinationId] FOREIGN KEY ([DestinationId]) REFERENCES [Destinations] ([Id]) ON DELETE NO ACTION,
        CONSTRAINT [FK_Routes_Subscriptions_SubscriptionId] FOREIGN KEY ([SubscriptionId]) REFERENCES [Subscriptions] ([Id]) ON DELETE NO ACTION
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE TABLE [SubscriptionRevisions] (
        [Id] int NOT NULL IDENTITY,
        [SubscriptionId] int NOT NULL,
        [Number] int NOT NULL,
        [State] tinyint NOT NULL,
        [EventType] nvarchar(200) NOT NULL,
        [Fields] nvarchar(max) NOT NULL,
        [Rules] nvarchar(max) NOT NULL,
        [Destinations] nvarchar(max) NOT NULL,
        [Commerce] nvarchar(max) NULL,
        [RestoredFrom] int NULL,
        [CreatedBy] nvarchar(256) NOT NULL,
        [CreatedAt] datetime2(6) NOT NULL,
        [PublishedBy] nvarchar(256) NULL,
        [PublishedAt] datetime2(6) NULL,
        [BatchSeconds] int NOT NULL,
        [BatchSize] int NOT NULL,
        [SendOrder] tinyint NOT NULL,
        CONSTRAINT [PK_SubscriptionRevisions] PRIMARY KEY ([Id]),
        CONSTRAINT [FK_SubscriptionRevisions_Subscriptions_SubscriptionId] FOREIGN KEY ([SubscriptionId]) REFERENCES [Subscriptions] ([Id]) ON DELETE NO ACTION
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    IF EXISTS (SELECT * FROM [sys].[identity_columns] WHERE [name] IN (N'Name', N'Value') AND [object_id] = OBJECT_ID(N'[Counters]'))
        SET IDENTITY_INSERT [Counters] ON;
    EXEC(N'INSERT INTO [Counters] ([Name], [Value])
    VALUES (N''Accounts'', CAST(0 AS bigint)),
    (N''Configuration'', CAST(0 AS bigint)),
    (N''DeliveryId'', CAST(0 AS bigint)),
    (N''EventSeq'', CAST(0 AS bigint))');
    IF EXISTS (SELECT * FROM [sys].[identity_columns] WHERE [name] IN (N'Name', N'Value') AND [object_id] = OBJECT_ID(N'[Counters]'))
        SET IDENTITY_INSERT [Counters] OFF;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_AlertChannels_Name] ON [AlertChannels] ([Name]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE INDEX [IX_AlertNotices_AlertId] ON [AlertNotices] ([AlertId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_AlertNotices_Waiting] ON [AlertNotices] ([ChannelId], [Id]) WHERE State = 1');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_AlertRules_Name] ON [AlertRules] ([Name]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [IX_Alerts_Active] ON [Alerts] ([RuleId], [Subject]) WHERE ResolvedAt IS NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE INDEX [IX_AspNetRoleClaims_RoleId] ON [AspNetRoleClaims] ([RoleId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [RoleNameIndex] ON [AspNetRoles] ([NormalizedName]) WHERE [NormalizedName] IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE INDEX [IX_AspNetUserClaims_UserId] ON [AspNetUserClaims] ([UserId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE INDEX [IX_AspNetUserLogins_UserId] ON [AspNetUserLogins] ([UserId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE INDEX [IX_AspNetUserRoles_RoleId] ON [AspNetUserRoles] ([RoleId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE INDEX [EmailIndex] ON [AspNetUsers] ([NormalizedEmail]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [UserNameIndex] ON [AspNetUsers] ([NormalizedUserName]) WHERE [NormalizedUserName] IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_Deliveries_Attention] ON [Deliveries] ([State], [DestinationId], [Id]) WHERE State IN (3, 5, 6, 7, 8)');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_Deliveries_Dismissed] ON [Deliveries] ([DismissalId], [Id]) WHERE State = 8');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_Deliveries_Due] ON [Deliveries] ([DestinationId], [DueAt], [Id]) INCLUDE ([State]) WHERE State IN (1, 3)');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE INDEX [IX_Deliveries_EventSeq] ON [Deliveries] ([EventSeq]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_Deliveries_Grouped] ON [Deliveries] ([FailureGroupId], [Id], [State], [StakeKind], [StakeKey], [StakeValue], [StakeCurrency]) WHERE State IN (3, 5)');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_Deliveries_Leased] ON [Deliveries] ([LeaseUntil]) WHERE State = 2');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_Deliveries_Replayed] ON [Deliveries] ([ReplayId], [State]) WHERE ReplayId IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_Deliveries_Unfinished] ON [Deliveries] ([RouteId], [OrderKey], [EventSeq]) INCLUDE ([State]) WHERE State IN (1, 2, 3, 6)');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_DeliveryAttempts_DeliveryId_Number_StartedAt] ON [DeliveryAttempts] ([DeliveryId], [Number], [StartedAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_DeliveryEdits_OriginalId] ON [DeliveryEdits] ([OriginalId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_Destinations_Name] ON [Destinations] ([Name]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE INDEX [IX_Events_EventTypeId_Seq] ON [Events] ([EventTypeId], [Seq]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE INDEX [IX_Events_ReceivedAt] ON [Events] ([ReceivedAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_Events_SourceId_IdentityHash] ON [Events] ([SourceId], [IdentityHash]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE INDEX [IX_Events_SourceId_Seq] ON [Events] ([SourceId], [Seq]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_EventTypes_Name] ON [EventTypes] ([Name]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_FailureGroups_DestinationId_Signature] ON [FailureGroups] ([DestinationId], [Signature]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE INDEX [IX_RejectedRequests_SourceId_Id] ON [RejectedRequests] ([SourceId], [Id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE INDEX [IX_Routes_DestinationId] ON [Routes] ([DestinationId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_Routes_SubscriptionId_DestinationId] ON [Routes] ([SubscriptionId], [DestinationId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_Sources_Slug] ON [Sources] ([Slug]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_SubscriptionRevisions_SubscriptionId_Number] ON [SubscriptionRevisions] ([SubscriptionId], [Number]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [IX_Subscriptions_Name] ON [Subscriptions] ([Name]) WHERE Removed = 0');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205150_Initial'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261121205150_Initial', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121225628_AttemptNumbers'
)
BEGIN
    ALTER TABLE [Deliveries] ADD [Edits] tinyint NOT NULL DEFAULT CAST(0 AS tinyint);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121225628_AttemptNumbers'
)
BEGIN
    ALTER TABLE [Deliveries] ADD [LastAttempt] int NOT NULL DEFAULT 0;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121225628_AttemptNumbers'
)
BEGIN
    UPDATE Deliveries SET LastAttempt = (SELECT MAX(a.Number) FROM DeliveryAttempts AS a WHERE a.DeliveryId = Deliveries.Id)
    WHERE EXISTS (SELECT 1 FROM DeliveryAttempts AS a WHERE a.DeliveryId = Deliveries.Id);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121225628_AttemptNumbers'
)
BEGIN
    UPDATE Deliveries SET Edits = Edits + 1 WHERE Id IN (SELECT DeliveryId FROM DeliveryEdits);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121225628_AttemptNumbers'
)
BEGIN
    UPDATE Deliveries SET Edits = Edits + 2 WHERE Id IN (SELECT OriginalId FROM DeliveryEdits);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121225628_AttemptNumbers'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261121225628_AttemptNumbers', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    ALTER TABLE [SubscriptionRevisions] ADD [Stages] nvarchar(max) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    ALTER TABLE [Events] ADD [OwnChange] nvarchar(400) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    ALTER TABLE [DeliveryAttempts] ADD [Stage] tinyint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    ALTER TABLE [DeliveryAttempts] ADD [StageName] nvarchar(40) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    CREATE TABLE [BackOfficeSystems] (
        [Id] int NOT NULL IDENTITY,
        [Name] nvarchar(100) NOT NULL,
        [Connector] tinyint NOT NULL,
        [Connection] nvarchar(max) NOT NULL,
        [Records] nvarchar(max) NOT NULL,
        [ProtectedSecrets] nvarchar(max) NULL,
        [AllowPrivateAddress] bit NOT NULL,
        [RequestsPerMinute] int NOT NULL,
        [MaxParallel] int NOT NULL,
        [DestinationId] int NULL,
        [Enabled] bit NOT NULL,
        [Version] bigint NOT NULL,
        [ChangedBy] nvarchar(256) NOT NULL,
        [ChangedAt] datetime2(6) NOT NULL,
        CONSTRAINT [PK_BackOfficeSystems] PRIMARY KEY ([Id]),
        CONSTRAINT [FK_BackOfficeSystems_Destinations_DestinationId] FOREIGN KEY ([DestinationId]) REFERENCES [Destinations] ([Id]) ON DELETE SET NULL
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    CREATE TABLE [DeliveryStages] (
        [DeliveryId] bigint NOT NULL,
        [Attempt] int NOT NULL,
        [Stage] tinyint NOT NULL,
        [Name] nvarchar(40) NOT NULL,
        [At] datetime2(6) NOT NULL,
        [StatusCode] int NULL,
        [MediaType] nvarchar(200) NULL,
        [Result] varbinary(max) NULL,
        CONSTRAINT [PK_DeliveryStages] PRIMARY KEY ([DeliveryId], [Attempt], [Stage], [Name])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    CREATE TABLE [JobLogLines] (
        [RunId] bigint NOT NULL,
        [Number] int NOT NULL,
        [At] datetime2(6) NOT NULL,
        [Level] tinyint NOT NULL,
        [Text] nvarchar(1000) NOT NULL,
        CONSTRAINT [PK_JobLogLines] PRIMARY KEY ([RunId], [Number])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    CREATE TABLE [JobPlans] (
        [Job] nvarchar(100) NOT NULL,
        [Title] nvarchar(100) NOT NULL,
        [Description] nvarchar(400) NOT NULL,
        [Default] nvarchar(1000) NOT NULL,
        [Edited] nvarchar(1000) NULL,
        [IsPaused] bit NOT NULL,
        [Recovers] bit NOT NULL,
        [IsDynamic] bit NOT NULL,
        [Version] bigint NOT NULL,
        [ChangedBy] nvarchar(256) NULL,
        [ChangedAt] datetime2(6) NULL,
        CONSTRAINT [PK_JobPlans] PRIMARY KEY ([Job])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    CREATE TABLE [JobRuns] (
        [Id] bigint NOT NULL IDENTITY,
        [Job] nvarchar(100) NOT NULL,
        [StartedAt] datetime2(6) NOT NULL,
        [EndedAt] datetime2(6) NULL,
        [SeenAt] datetime2(6) NOT NULL,
        [Outcome] tinyint NOT NULL,
        [Trigger] tinyint NOT NULL,
        [StartedBy] nvarchar(256) NULL,
        [InterruptedBy] nvarchar(256) NULL,
        [Node] nvarchar(100) NOT NULL,
        [Attempt] int NOT NULL,
        [Summary] nvarchar(1000) NULL,
        [Error] nvarchar(1000) NULL,
        CONSTRAINT [PK_JobRuns] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    CREATE TABLE [OwnChanges] (
        [Id] bigint NOT NULL IDENTITY,
        [InstanceId] int NOT NULL,
        [EntityKind] tinyint NOT NULL,
        [KeyKind] tinyint NOT NULL,
        [Key] nvarchar(128) NOT NULL,
        [Fields] nvarchar(4000) NOT NULL,
        [DestinationIds] nvarchar(400) NOT NULL,
        [BaselineSeq] bigint NULL,
        [WrittenAt] datetime2(6) NOT NULL,
        [ExpiresAt] datetime2(6) NOT NULL,
        CONSTRAINT [PK_OwnChanges] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    CREATE TABLE [ResyncDefinitions] (
        [Id] int NOT NULL IDENTITY,
        [Name] nvarchar(100) NOT NULL,
        [Kind] tinyint NOT NULL,
        [Direction] tinyint NOT NULL,
        [CommerceId] int NOT NULL,
        [SystemId] int NOT NULL,
        [DestinationId] int NULL,
        [Mode] tinyint NOT NULL,
        [Schedule] nvarchar(100) NULL,
        [TimeZone] nvarchar(64) NOT NULL,
        [Blackout] nvarchar(200) NULL,
        [PageSize] int NOT NULL,
        [CallBudget] int NOT NULL,
        [OverlapMinutes] int NOT NULL,
        [SettleMinutes] int NOT NULL,
        [OrderDays] int NOT NULL,
        [ReportOnly] bit NOT NULL,
        [CreatesMissing] bit NOT NULL,
        [FindsExtra] bit NOT NULL,
        [Fields] nvarchar(4000) NULL,
        [Enabled] bit NOT NULL,
        [ComparedUntil] datetime2(6) NULL,
        [Version] bigint NOT NULL,
        [ChangedBy] nvarchar(256) NOT NULL,
        [ChangedAt] datetime2(6) NOT NULL,
        CONSTRAINT [PK_ResyncDefinitions] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    CREATE TABLE [ResyncRuns] (
        [Id] int NOT NULL IDENTITY,
        [DefinitionId] int NOT NULL,
        [Name] nvarchar(100) NOT NULL,
        [DefinitionVersion] bigint NOT NULL,
        [Plan] nvarchar(max) NOT NULL,
        [State] tinyint NOT NULL,
        [Trigger] tinyint NOT NULL,
        [StartedBy] nvarchar(256) NOT NULL,
        [IsDryRun] bit NOT NULL,
        [KeysOfRunId] int NULL,
        [OnlyFailed] bit NOT NULL,
        [Selection] nvarchar(max) NULL,
        [ContinuesRunId] int NULL,
        [CreatedAt] datetime2(6) NOT NULL,
        [StartedAt] datetime2(6) NULL,
        [FinishedAt] datetime2(6) NULL,
        [Since] datetime2(6) NULL,
        [Until] datetime2(6) NOT NULL,
        [Phase] tinyint NOT NULL,
        [Position] nvarchar(max) NULL,
        [Total] bigint NOT NULL,
        [Compared] bigint NOT NULL,
        [ReadHere] bigint NOT NULL,
        [ReadThere] bigint NOT NULL,
        [Changed] bigint NOT NULL,
        [MissingHere] bigint NOT NULL,
        [MissingThere] bigint NOT NULL,
        [Extra] bigint NOT NULL,
        [Written] bigint NOT NULL,
        [Handed] bigint NOT NULL,
        [Failed] bigint NOT NULL,
        [Unreadable] bigint NOT NULL,
        [Calls] bigint NOT NULL,
        [NaiveCalls] bigint NOT NULL,
        [Listed] int NOT NULL,
        [Unlisted] bigint NOT NULL,
        [NotBefore] datetime2(6) NULL,
        [Waiting] nvarchar(400) NULL,
        [Troubles] int NOT NULL,
        [TroubleSince] datetime2(6) NULL,
        [Error] nvarchar(400) NULL,
        [LeaseOwner] nvarchar(64) NULL,
        [LeaseUntil] datetime2(6) NULL,
        CONSTRAINT [PK_ResyncRuns] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    CREATE TABLE [ResyncDifferences] (
        [Id] bigint NOT NULL IDENTITY,
        [RunId] int NOT NULL,
        [Key] nvarchar(400) NOT NULL,
        [Field] nvarchar(100) NOT NULL,
        [Here] nvarchar(400) NULL,
        [There] nvarchar(400) NULL,
        [Action] tinyint NOT NULL,
        [Outcome] tinyint NOT NULL,
        [Error] nvarchar(400) NULL,
        [EventSeq] bigint NULL,
        CONSTRAINT [PK_ResyncDifferences] PRIMARY KEY ([Id]),
        CONSTRAINT [FK_ResyncDifferences_ResyncRuns_RunId] FOREIGN KEY ([RunId]) REFERENCES [ResyncRuns] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    CREATE INDEX [IX_BackOfficeSystems_DestinationId] ON [BackOfficeSystems] ([DestinationId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    CREATE UNIQUE INDEX [IX_BackOfficeSystems_Name] ON [BackOfficeSystems] ([Name]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    CREATE INDEX [IX_JobRuns_Job_Id] ON [JobRuns] ([Job], [Id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_JobRuns_Running] ON [JobRuns] ([SeenAt]) WHERE Outcome = 1');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    CREATE INDEX [IX_OwnChanges_ExpiresAt] ON [OwnChanges] ([ExpiresAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    CREATE INDEX [IX_OwnChanges_Key_EntityKind] ON [OwnChanges] ([Key], [EntityKind]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    CREATE UNIQUE INDEX [IX_ResyncDefinitions_Name] ON [ResyncDefinitions] ([Name]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    CREATE INDEX [IX_ResyncDifferences_RunId_Key_Field] ON [ResyncDifferences] ([RunId], [Key], [Field]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    CREATE INDEX [IX_ResyncDifferences_RunId_Outcome_Id] ON [ResyncDifferences] ([RunId], [Outcome], [Id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    CREATE INDEX [IX_ResyncRuns_DefinitionId_Id] ON [ResyncRuns] ([DefinitionId], [Id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [IX_ResyncRuns_Unfinished] ON [ResyncRuns] ([DefinitionId]) WHERE State IN (1, 2)');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002208_ErpIntegration'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261122002208_ErpIntegration', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122023028_FreshnessPromises'
)
BEGIN
    CREATE TABLE [FreshnessPromises] (
        [Id] int NOT NULL IDENTITY,
        [Name] nvarchar(100) NOT NULL,
        [Kind] tinyint NOT NULL,
        [EntityKind] tinyint NULL,
        [EventType] nvarchar(200) NULL,
        [DestinationId] int NULL,
        [ResyncId] int NULL,
        [Job] nvarchar(100) NULL,
        [Minutes] int NOT NULL,
        [Enabled] bit NOT NULL,
        [Version] bigint NOT NULL,
        [ChangedBy] nvarchar(256) NOT NULL,
        [ChangedAt] datetime2(6) NOT NULL,
        [State] tinyint NOT NULL,
        [StateSince] datetime2(6) NULL,
        [LookedAt] datetime2(6) NULL,
        [Late] int NOT NULL,
        [OldestAt] datetime2(6) NULL,
        [OldestDeliveryId] bigint NULL,
        [OldestSeq] bigint NULL,
        [OldestKind] tinyint NOT NULL,
        [OldestKey] nvarchar(128) NULL,
        [Why] nvarchar(400) NULL,
        CONSTRAINT [PK_FreshnessPromises] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122023028_FreshnessPromises'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_Deliveries_Stuck] ON [Deliveries] ([RouteId], [EventSeq]) WHERE State IN (3, 5, 6)');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122023028_FreshnessPromises'
)
BEGIN
    CREATE UNIQUE INDEX [IX_FreshnessPromises_Name] ON [FreshnessPromises] ([Name]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122023028_FreshnessPromises'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261122023028_FreshnessPromises', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122085721_AttemptBodies'
)
BEGIN
    ALTER TABLE [DeliveryAttempts] ADD [RequestDigest] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122085721_AttemptBodies'
)
BEGIN
    ALTER TABLE [DeliveryAttempts] ADD [RequestRevisionId] int NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122085721_AttemptBodies'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261122085721_AttemptBodies', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122091954_EditsElsewhere'
)
BEGIN
    DROP INDEX [IX_DeliveryEdits_OriginalId] ON [DeliveryEdits];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122091954_EditsElsewhere'
)
BEGIN
    DECLARE @var nvarchar(max);
    SELECT @var = QUOTENAME([d].[name])
    FROM [sys].[default_constraints] [d]
    INNER JOIN [sys].[columns] [c] ON [d].[parent_column_id] = [c].[column_id] AND [d].[parent_object_id] = [c].[object_id]
    WHERE ([d].[parent_object_id] = OBJECT_ID(N'[DeliveryEdits]') AND [c].[name] = N'OriginalId');
    IF @var IS NOT NULL EXEC(N'ALTER TABLE [DeliveryEdits] DROP CONSTRAINT ' + @var + ';');
    ALTER TABLE [DeliveryEdits] ALTER COLUMN [OriginalId] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122091954_EditsElsewhere'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [IX_DeliveryEdits_OriginalId] ON [DeliveryEdits] ([OriginalId]) WHERE [OriginalId] IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122091954_EditsElsewhere'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261122091954_EditsElsewhere', N'10.0.14');
END;

COMMIT;
GO
