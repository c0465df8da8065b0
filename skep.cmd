@echo off
rem Starts Skep, and builds it when it was not built yet. Needs a JDK 25 (JAVA_HOME, or in one of the usual places);
rem Maven for the build only. After changing sources: skep.cmd --rebuild
setlocal EnableExtensions DisableDelayedExpansion
set "SKEP_DIR=%~dp0"
if "%SKEP_DIR:~-1%"=="\" set "SKEP_DIR=%SKEP_DIR:~0,-1%"
set "SKEP_BUILT=%SKEP_DIR%\harness\target\skep"
set "SKEP_JDK="

call :try "%SKEP_JAVA_HOME%"
call :try "%JAVA_HOME%"
for /f "delims=" %%J in ('where javac.exe 2^>nul') do call :try "%%~dpJ.."
for %%R in (
    "%ProgramFiles%\Java"
    "%ProgramFiles%\Eclipse Adoptium"
    "%ProgramFiles%\Microsoft"
    "%ProgramFiles%\Zulu"
    "%ProgramFiles%\Amazon Corretto"
    "%ProgramFiles%\BellSoft"
    "%ProgramFiles%\GraalVM"
    "%LOCALAPPDATA%\Programs\Eclipse Adoptium"
    "%USERPROFILE%\.jdks"
    "%USERPROFILE%\.sdkman\candidates\java"
    "%USERPROFILE%\scoop\apps"
) do if exist "%%~R" for /d %%D in ("%%~R\*25*") do (
    call :try "%%~D"
    call :try "%%~D\current"
)
if not defined SKEP_JDK (
    echo skep: no JDK 25 found: set JAVA_HOME to one ^(looked there, on the PATH, and in the usual places^) 1>&2
    exit /b 3
)

if "%~1"=="--rebuild" if exist "%SKEP_BUILT%\stamp" del "%SKEP_BUILT%\stamp"
if not exist "%SKEP_BUILT%\stamp" call :build || exit /b 3
if "%~1"=="--rebuild" exit /b 0

if exist "%SKEP_BUILT%\skep.aot" (
    "%SKEP_JDK%\bin\java.exe" "-XX:AOTCache=%SKEP_BUILT%\skep.aot" "@%SKEP_BUILT%\java-options" -jar "%SKEP_BUILT%\skep.jar" %*
) else (
    "%SKEP_JDK%\bin\java.exe" "@%SKEP_BUILT%\java-options" -jar "%SKEP_BUILT%\skep.jar" %*
)
exit /b %ERRORLEVEL%

:try
if defined SKEP_JDK exit /b 0
if "%~1"=="" exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
findstr /b /r /c:"JAVA_VERSION=.25[.\"]" "%~1\release" >nul 2>&1 && set "SKEP_JDK=%~f1"
exit /b 0

:build
where mvn >nul 2>&1 || (
    echo skep: not built yet, and there is no Maven ^(mvn^) on the PATH to build it 1>&2
    exit /b 3
)
echo skep: building with Maven, once ^(a few minutes where nothing was downloaded before^) 1>&2
set "JAVA_HOME=%SKEP_JDK%"
call mvn --batch-mode --no-transfer-progress -f "%SKEP_DIR%\pom.xml" -Pquick -DskipTests -pl harness -am package 1>&2 || (
    echo skep: the build failed; Maven says why above 1>&2
    exit /b 3
)
echo skep: preparing a cache for fast starts 1>&2
"%SKEP_JDK%\bin\java.exe" "@%SKEP_BUILT%\java-options" "-XX:AOTCacheOutput=%SKEP_BUILT%\skep.aot" -jar "%SKEP_BUILT%\skep.jar" train-start >nul 2>&1 || (
    if exist "%SKEP_BUILT%\skep.aot" del "%SKEP_BUILT%\skep.aot"
    echo skep: there will be none: every start takes longer 1>&2
)
"%SKEP_JDK%\bin\java.exe" "@%SKEP_BUILT%\java-options" -jar "%SKEP_BUILT%\skep.jar" prepare-compiled 1>&2 || (
    echo skep: compiled runs take longer to start 1>&2
)
echo built> "%SKEP_BUILT%\stamp"
exit /b 0
